"""What Streamlit runs from top to bottom for each visit and each click."""

# In full: Streamlit runs the file itself, not as a part of its package.
from ${{ values.package }}.config import PageSettings
from ${{ values.package }}.sections import show_page

show_page(PageSettings())
