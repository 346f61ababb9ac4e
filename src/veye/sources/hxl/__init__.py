"""Tables with HXL hashtags."""
