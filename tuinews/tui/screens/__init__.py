"""The screens of the browser, one a module."""
