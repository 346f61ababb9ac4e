"""Veye watches over multinational security missions: reports in, a sourced and cited picture out."""

__version__ = "0.1.0"
