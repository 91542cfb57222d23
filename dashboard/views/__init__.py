"""Pure functions from what the API says to what a page shows. No Streamlit, no network."""
