"""What leaves the Fachberatung as file and picture."""
