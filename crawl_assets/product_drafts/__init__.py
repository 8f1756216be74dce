"""Drafts of shop products: pages crawled on request, read without a model, reviewed by people."""
