"""What mails say and to whom."""
