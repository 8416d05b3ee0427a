"""Papers of an invented ferry, in our own words, as somebody would bring them: a document, a bibliography, a table."""

from __future__ import annotations

from pathlib import Path

REPORT = """\
The Ferry at Aldmere, 1801 to 1911

A report by Ruth Calder and Owen Pell for the parish of Aldmere

Printed for the parish in 1912

Beginnings of the crossing

In May 1801 the parish opened a ferry across the mere, with one flat boat.
In June 1803 a second boat was bought, and in August 1805 a landing stage was
built on the eastern shore.

On 4 March 1811 the rope broke, and 7 passengers were
drowned. The parish ended the use of ropes in April 1811.

The years of steam

A steam launch came in September 1834. It carried 2,400 passengers in 1835.
In January 1841 the fare was set at 2 pence. The launch was laid up
in November 1849 for want of coal.

In February 1852 the county took over the crossing from the parish. The county
named a harbour master in July 1853, and dismissed him in October 1857.

A toll house was opened in December 1860. By 1870 the ferry carried 9,000
passengers a year. The toll was lifted in May 1876.

Rules of the crossing

1. No boat shall leave the stage after dark.

2. No boat shall carry more than 30 people.

3. The master shall keep a book of every crossing.

The bridge

An act of March 1888 allowed a bridge. Work on it began in April 1891, stopped
in August 1893, and was finished in June 1899. The first train crossed
on 1 July 1899.

The ferry made its last crossing in September 1911. The parish kept the landing
stage as a place to fish.
"""

# Twenty rows as they are typed into a spreadsheet, with dates as people write them.
_ROWS = [
    ("Ferry opened", "May 1801", "Crossings", "In May 1801 the parish opened a ferry … one flat boat"),
    ("Second boat bought", "June 1803", "Crossings", "In June 1803 a second boat was bought"),
    ("Landing stage built", "August 1805", "Crossings", "in August 1805 a landing stage was … eastern shore"),
    ("Rope breaks", "4 March 1811", "Crossings", "On 4 March 1811 the rope broke … drowned"),
    ("Ropes given up", "April 1811", "Rules", "The parish ended the use of ropes in April 1811"),
    ("Steam launch", "September 1834", "Crossings", "A steam launch came in September 1834"),
    ("Fare of 2 pence", "January 1841", "Rules", "In January 1841 the fare was set at 2 pence"),
    ("Launch laid up", "November 1849", "Crossings", "The launch was laid up in November 1849"),
    ("County takes over", "February 1852", "Rules", "In February 1852 the county took over the crossing"),
    ("Harbour master named", "July 1853", "Rules", "The county named a harbour master in July 1853"),
    ("Harbour master dismissed", "October 1857", "Rules", "named a harbour master … him in October 1857"),
    ("Toll house", "December 1860", "Crossings", "A toll house was opened in December 1860"),
    ("Toll lifted", "May 1876", "Rules", "The toll was lifted in May 1876"),
    ("Bridge allowed", "March 1888", "Bridge", "An act of March 1888 allowed a bridge"),
    ("Work on the bridge begins", "April 1891", "Bridge", "Work on it began in April 1891"),
    ("Work stops", "August 1893", "Bridge", "Work on it began … stopped in August 1893"),
    ("Bridge finished", "June 1899", "Bridge", "stopped in August 1893, and … finished in June 1899"),
    ("First train", "1 July 1899", "Bridge", "The first train crossed on 1 July 1899"),
    ("Last crossing", "September 1911", "Crossings", "The ferry made its last crossing in September 1911"),
    ("Talk of a museum", "1920", "Crossings", ""),
]
BIB = r"""
@techreport{calder1912,
  author      = {Calder, Ruth and Pell, Owen},
  title       = {The Ferry at {A}ldmere, 1801 to 1911},
  institution = {Aldmere Historical Society},
  year        = {1912},
  doi         = {10.1234/aldmere.1912},
}
@book{other2001, author = {B{\"o}hm, {\'E}mile}, title = {Bridges of the north}, date = {2001-05}}
"""


def table(*, delimiter: str = ",", **replaced: tuple[str, str]) -> str:
    """Return the table as CSV; `replaced` gives, by a word of its title, what stands in a row instead of what."""
    lines = [delimiter.join(["Title", "Date", "Lane", "Quote", "Seen by"])]
    for row in _ROWS:
        cells = [*row, "R. C."]
        line = delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in cells)
        for word, (old, new) in replaced.items():
            if word in row[0]:
                assert old in line
                line = line.replace(old, new)
        lines.append(line)
    return "\n".join(lines) + "\n"


def brought(folder: Path) -> None:
    """Write the papers into a folder: aldmere.txt, library.bib, events.csv."""
    (folder / "aldmere.txt").write_text(REPORT, encoding="utf-8")
    (folder / "library.bib").write_text(BIB, encoding="utf-8")
    (folder / "events.csv").write_text(table(), encoding="utf-8")
