"""Place 4: complaints from draft to settled, their letters, their recipients, and the fields of web forms."""
