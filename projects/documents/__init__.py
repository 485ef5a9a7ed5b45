"""What a PDF holds, by kind of document: snapshots as plain JSON."""
