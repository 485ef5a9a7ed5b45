"""Who has access: invitations, colleagues of the own office, all people for the Koordination."""
