"""How the portal shows things: texts, components."""
