"""Friendly refusals: 400, 403, 404, 500 and a lost form token."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
