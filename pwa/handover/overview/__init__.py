"""The practice's page of open warm handovers, and a handover as FHIR for another system."""
