"""Youth authorities, their people and their municipal networks."""
