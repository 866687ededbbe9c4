"""A score for every line: is it spoken, or furniture of the page around the script?"""
