"""Help services to and from files: Open Referral HSDS 3.0 and 3.1, and spreadsheets."""
