"""An invented household and six weeks of its telephone, for who wants to see everything before they set anything up."""
