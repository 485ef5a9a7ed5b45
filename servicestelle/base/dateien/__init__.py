"""Uploaded files: judged by their content, kept privately, scanned for viruses, handed out as attachments."""
