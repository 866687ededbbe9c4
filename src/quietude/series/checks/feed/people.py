"""Roles of the people a feed credits, as Podcasting 2.0 lists them."""

ROLES = frozenset(
    """
    director|assistant director|executive producer|senior producer|producer|associate producer
    development producer|creative director|host|co-host|guest host|guest|voice actor|narrator
    announcer|reporter|author|editorial director|co-writer|writer|songwriter|guest writer
    story editor|managing editor|script editor|script coordinator|researcher|editor|fact checker
    translator|transcriber|logger|studio coordinator|technical director|technical manager
    audio engineer|remote recording engineer|post production engineer|audio editor|sound designer
    foley artist|composer|theme music|music production|music contributor|production coordinator
    booking coordinator|production assistant|content manager|marketing manager
    sales representative|sales manager|graphic designer|cover art designer|social media manager
    consultant|intern|camera operator|lighting designer|camera grip|assistant camera
    assistant editor|coach
    """.strip().replace("\n", "|").replace("    ", "").split("|")
)  # fmt: skip
"""Roles of the podcast taxonomy, in lower case."""
