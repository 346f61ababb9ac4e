"""The learned half of the embedded reader: a small encoder that judges numbers, people and things in their context."""
