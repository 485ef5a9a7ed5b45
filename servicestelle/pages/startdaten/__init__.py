"""The portal's own start data: files in `daten/`, brought in once by `manage.py startdaten`."""
