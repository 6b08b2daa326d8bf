"""List sites: a list as a folder of static files, signed by The Update Framework.

    metadata/N.root.json timestamp.json N.snapshot.json N.targets.json    as TUF has them, consistent snapshots
    targets/HASH.list.manifest          names everything below by its SHA-256; see `manifest`
    data/HASH                           bodies of rows, see `planes`: chunks of a snapshot, and changes between serials
    .well-known/portinaio.json          where the site is, and the fingerprint of its first root
    index.html                          for people

`lists.publish` writes such a folder, `subscriber` reads one and believes nothing that is not signed.
"""
