"""The portal without its spam defence, for the control of the spam drill: forms count once, and that is all."""

from servicestelle.wsgi import application


def take_out():
    from servicestelle.base.einmal import OnceForm  # knows models, which the line above set up
    from servicestelle.base.ui.traps import TrapForm

    TrapForm.clean = OnceForm.clean


take_out()

__all__ = ["application"]
