"""Servers in front that keep public pages: nginx, Cloudflare, CloudFront (decision 0040)."""
