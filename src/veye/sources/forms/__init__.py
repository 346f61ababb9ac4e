"""Field forms made by us: XLSForms to hand out, and their submissions as claims."""

from veye.sources.forms.xlsform import form_names, write_form

__all__ = ["form_names", "write_form"]
