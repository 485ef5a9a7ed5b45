"""Publications, their editions, and news."""
