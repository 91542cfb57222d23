"""Where mail gateways work from: the networks that makers publish for customers' allow-lists. Data only.

Each maker's administration guide names them, so that customers let its mail through: Barracuda Email Gateway
Defense, Proofpoint on Demand, Mimecast, Microsoft Exchange Online Protection, Symantec Email Security.cloud,
Cisco Secure Email Cloud; Apple's whole IPv4 block (IANA). What fetches a mail's links mostly stands beside
what carries it, not always: a fetch from elsewhere says nothing. So this is evidence and no verdict, and a
list that is out of date errs towards people.
"""

NETWORKS: dict[str, tuple[str, ...]] = {
    "Barracuda": ("64.235.144.0/20", "209.222.80.0/21", "35.176.92.96/27"),
    "Proofpoint": ("67.231.144.0/20", "148.163.128.0/19", "205.220.160.0/19", "208.84.64.0/22"),
    "Mimecast": ("170.10.128.0/20", "205.139.110.0/24", "207.211.30.0/24", "207.211.31.0/24"),
    "Microsoft Defender": ("40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "104.47.0.0/17"),
    "Symantec": ("67.219.240.0/20", "85.158.136.0/21", "193.109.254.0/23", "216.82.240.0/20"),
    "Cisco": ("68.232.128.0/19", "216.71.128.0/19"),
    "Apple": ("17.0.0.0/8",),
}
