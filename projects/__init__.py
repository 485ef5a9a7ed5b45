"""Sites, cohorts and grants."""
