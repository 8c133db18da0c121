package normalize

// ParseEmails reads the addresses of a cell.
func ParseEmails(s string, o *Options) EmailCell { return EmailCell{Status: Empty} }
