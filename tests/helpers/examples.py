"""Definitions that several tests use."""

from __future__ import annotations

SMALL = """\
id: small
title: A Small One
slots:
  name: {ask: "Your name?", default: ""}
sections:
  - title: Arriving
    role: arrive
    steps:
      - bell
      - Welcome{{ ", " + name if name }}. It is good to have you here.
      - pause: 2-30s
  - title: Resting
    role: practice
    steps:
      - ask: What do you notice?
        reflect: 3-40s
      - echo: I am here.
      - say: Stay a little longer, if you like.
        optional: 1
  - title: Coming back
    role: return
    steps:
      - Thank you for your time.
intensity: light
"""
