"""Proof of filing: signed receipts, electronic document stamps, certificates of attempts.

Whoever has a receipt, the file and the court's public keys can show, without us, what was filed and when.
"""
