package normalize

// ParsePhones reads the numbers of a cell.
func ParsePhones(s string, h PhoneHint, o *Options) PhoneCell { return PhoneCell{Status: Empty} }

// ParseEmails reads the addresses of a cell.
func ParseEmails(s string, o *Options) EmailCell { return EmailCell{Status: Empty} }
