"""Words for units, currencies, months and signs beside numbers, as data."""

from __future__ import annotations

UNITS = {
    "km": ("kilometre", "kilometres"), "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"), "m": ("metre", "metres"), "mi": ("mile", "miles"),
    "ft": ("foot", "feet"), "yd": ("yard", "yards"), "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"), "mg": ("milligram", "milligrams"), "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "l": ("litre", "litres"),
    "L": ("litre", "litres"), "ml": ("millilitre", "millilitres"),
    "mL": ("millilitre", "millilitres"), "s": ("second", "seconds"), "sec": ("second", "seconds"),
    "secs": ("second", "seconds"), "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
    "ms": ("millisecond", "milliseconds"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
    "yr": ("year", "years"), "yrs": ("year", "years"), "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"), "dB": ("decibel", "decibels"),
    "bpm": ("beat a minute", "beats a minute"), "mph": ("mile an hour", "miles an hour"),
    "km/h": ("kilometre an hour", "kilometres an hour"), "kcal": ("kilocalorie", "kilocalories"),
    "x": ("time", "times"), "×": ("time", "times"), "%": ("percent", "percent"),
    "°": ("degree", "degrees"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "℃": ("degree Celsius", "degrees Celsius"),
    "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
}  # fmt: skip
"""Singular and plural of what may follow a number. "in" and "am" are words as well."""

AMERICAN = {
    "metre": "meter", "metres": "meters", "kilometre": "kilometer", "kilometres": "kilometers",
    "centimetre": "centimeter", "centimetres": "centimeters", "millimetre": "millimeter",
    "millimetres": "millimeters", "litre": "liter", "litres": "liters",
    "millilitre": "milliliter", "millilitres": "milliliters",
}  # fmt: skip
"""Words that engines of American English know in their own spelling; eSpeak and flite stress
"kilometre" otherwise."""

CURRENCIES = {
    "£": ("pound", "pounds", "pence"), "€": ("euro", "euros", ""), "$": ("dollar", "dollars", ""),
    "¥": ("yen", "yen", ""), "₹": ("rupee", "rupees", ""),
}  # fmt: skip

MONTHS = {
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "May": "May",
    "Jun": "June", "Jul": "July", "Aug": "August", "Sep": "September", "Sept": "September",
    "Oct": "October", "Nov": "November", "Dec": "December",
}  # fmt: skip

NUMBERED = (
    "chapter|part|book|volume|section|act|scene|stage|phase|level|lesson|module|week|day|step|unit|"
    "session|appendix|type|class|world war"
)
"""Words before a Roman numeral that counts: "Part IV"."""

MONARCHS = (
    "king|queen|pope|emperor|empress|tsar|prince|henry|louis|edward|george|richard|william|"
    "charles|james|elizabeth|john paul|pius|benedict|napoleon|ramses|philip"
)
"""Words before a Roman numeral that is an ordinal: "Henry VIII", "King Charles III"."""

YEAR_BEFORE = (
    "in|since|by|from|until|till|of|year|before|after|around|during|circa|between|and|spring|"
    "summer|autumn|fall|winter|early|late|mid|to|"
    + "|".join(dict.fromkeys(name.lower() for pair in MONTHS.items() for name in pair))
)
"""Words before a number of four digits that make a year of it."""

NO_YEAR_AFTER = (
    "breaths?|steps?|times|people|words|miles|years|days|hours|minutes|seconds|kilomet\\w+|"
    "met\\w+|pounds|dollars|euros|calories|thousand|million|of|more"
)
"""Words after such a number that make a count of it."""

CALLED = "call|dial|text|ring|phone|to"
"""Words before a number that is dialled digit by digit."""
