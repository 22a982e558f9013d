"""The HTML page in a browser, as people use it."""
import os, re, unittest

import axe_selenium_python
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browser import Browser
from reports import HOSTILE, page, report

AXE = os.path.join(os.path.dirname(axe_selenium_python.__file__), "node_modules", "axe-core", "axe.min.js")

# Words that are broken over two lines: of the longer ones only those that do not hold a slash.
BROKEN_WORDS = r"""
const broken = [];
const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode()); ) {
  if (!node.parentElement.checkVisibility()) continue;
  for (const word of node.data.matchAll(/[^\s\/.\-→]{2,24}/g)) {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    if (new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
  }
}
return broken;
"""


class PageTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        old, new = report("a"), report("b", grown=40_000)
        cls.page = page("build", "report", new)
        cls.diff = page("diff", "diff", old, new)
        cls.hostile = page("hostile", "report", report("c", hostile=True, broken=True))

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def tearDown(self):
        self.assertEqual(self.browser.messages(), [])

    def test_order(self):
        browser = self.browser
        browser.open(self.hostile)
        tops = browser.run("return ['.strip', '.verdict.broken', '.programs', '#map', '.cuts', '#tables'].map("
                           "(part) => document.querySelector(part).getBoundingClientRect().top)")
        self.assertEqual(tops, sorted(tops))
        browser.open(self.page)
        self.assertLess(browser.run("return document.querySelector('#map').getBoundingClientRect().top"), 700)
        self.assertIn("main bbbbbbbbbb", browser.text(".facts"))
        self.assertEqual(browser.run("return document.querySelectorAll('.cuts > ol > li').length"), 6)

    def test_first_picture(self):
        self.browser.open(self.page)
        paint = self.browser.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime")
        self.assertLess(paint, 500)

    def test_search(self):
        browser = self.browser
        browser.open(self.page)
        before = browser.colour()
        browser.find("#search").send_keys("logo.svg")
        browser.rest()
        self.assertIn("1 package, 1 function or file", browser.text("#status"))
        self.assertEqual(browser.texts("#packages .item .name"), ["static/logo.svg"])
        self.assertEqual(browser.texts("#packages mark"), ["logo.svg"])
        self.assertGreater(sum(browser.colour()), sum(before) + 30, "what does not match is pale")
        browser.find("#search").clear()
        browser.find("#search").send_keys("gopkg.in")
        browser.rest()
        self.assertEqual(len(browser.texts("#packages tbody tr")), 3)

    def test_zoom(self):
        browser = self.browser
        browser.open(self.page, still=False)
        spot = browser.run("const box = document.querySelector('.cursor:not([hidden])').getBoundingClientRect();"
                           "return [box.left + box.width / 2, box.top + box.height / 2]")
        label = browser.run("return document.querySelector('.cursor:not([hidden])').getAttribute('aria-label')")
        ActionChains(browser.driver).move_by_offset(*map(int, spot)).click().perform()
        ActionChains(browser.driver).move_by_offset(*(-int(value) for value in spot)).perform()
        browser.rest(40)
        self.assertEqual(browser.text("#crumbs b"), label.split(",")[0])
        browser.find("#crumbs button").click()
        browser.rest(40)
        self.assertEqual(browser.text("#crumbs b"), "whole file")
        browser.driver.back()
        browser.rest(40)
        self.assertEqual(browser.text("#crumbs b"), label.split(",")[0])

    def test_frames_of_a_zoom(self):
        browser = self.browser
        browser.open(self.page, still=False)
        zooms = []
        while len(zooms) < 5 or (min(zooms) > 16 and len(zooms) < 20):
            zooms.append(browser.longest_frame("document.querySelector('#packages .name button').click()"))
            browser.longest_frame("document.querySelector('#crumbs button').click()")
        self.assertLess(min(zooms), 16)

    def test_straight_to_what_was_clicked(self):
        browser = self.browser
        browser.open(self.page)
        browser.run("document.querySelector('#packages .name button').click()")
        browser.rest()
        self.assertEqual(browser.text("#crumbs b"), browser.text("#packages .name button"))
        self.assertEqual(browser.run("return document.querySelectorAll('#crumbs button').length"), 2)

    def test_reduced_motion(self):
        browser = self.browser
        browser.open(self.page)
        browser.run("window.frames_ms.length = 0; document.querySelector('#packages .name button').click()")
        browser.rest(20)
        self.assertEqual(len([ms for ms in browser.run("return window.frames_ms") if ms > 0.5]), 1, "the tables alone")

    def test_keyboard(self):
        browser = self.browser
        browser.open(self.page)
        browser.run("document.getElementById('search').focus()")
        while not (browser.focus() or "").endswith("zooms in"):
            browser.press(Keys.TAB)
        first = browser.focus()
        browser.press(Keys.ARROW_DOWN)
        inner = browser.focus()
        self.assertNotEqual(inner, first)
        self.assertRegex(inner, r"^[^,]+, [\d.]+ [KM]iB, [\d.]+% of the file, ")
        browser.press(Keys.ARROW_UP)
        self.assertEqual(browser.focus(), first)
        browser.press(Keys.ENTER)
        self.assertEqual(browser.text("#crumbs b"), first.split(",")[0])
        self.assertTrue(browser.run("return document.activeElement.matches('#map .cursor')"), "the focus stays")
        browser.press(Keys.ARROW_RIGHT)
        browser.press(Keys.ESCAPE)
        self.assertEqual(browser.text("#crumbs b"), "whole file")
        self.assertEqual(browser.focus(), first)
        browser.press(Keys.ESCAPE)
        self.assertFalse(browser.run("return document.activeElement.matches('#map *')"), "Escape leaves")

    def test_the_focus_stays(self):
        browser = self.browser
        focus = "return document.activeElement.textContent"
        browser.open(self.page)
        for button in ["#packages th:nth-child(3) button", "#legend button", "#packages tbody .name button", "#crumbs button"]:
            browser.run("document.querySelector(arguments[0]).focus()", button)
            name = browser.run(focus)
            browser.press(Keys.ENTER)
            self.assertNotEqual(browser.run("return document.activeElement.tagName"), "BODY", button)
            if button != "#crumbs button":
                self.assertEqual(browser.run(focus), name)

    def test_every_size_and_colour(self):
        browser = self.browser
        browser.open(self.page)
        for size in browser.run("return [...document.getElementById('metric').options].map((option) => option.value)"):
            browser.choose("metric", size)
            for colour in browser.run("return [...document.getElementById('colour').options].map((option) => option.value)"):
                browser.choose("colour", colour)
                self.assertGreater(len(browser.texts("#legend li")), 1, (size, colour))
        self.assertEqual(size, "removal")
        browser.choose("metric", "bytes")
        browser.choose("colour", "group")
        browser.find("#std").click()
        browser.rest()
        self.assertNotIn("runtime", " ".join(browser.texts("#legend li")))

    def test_pairs(self):
        browser = self.browser
        browser.open(self.diff)
        cell = browser.text(".cell")
        self.assertRegex(cell, r"^[\d.]+ MiB → [\d.]+ MiB \+[\d.]+%")
        self.assertEqual(browser.text("#packages-title"), "Movers")
        movers = browser.texts("#packages tbody tr:nth-child(-n+2) .name:first-child")
        self.assertEqual(movers, ["example.com/app", "example.com/added"])
        self.assertEqual(browser.run("return document.getElementById('colour').value"), "change")
        shown = browser.run("return document.getElementById('build').value")
        for value in browser.run("return [...document.getElementById('build').options].map((option) => option.value)"):
            browser.choose("build", value)
            titles = browser.run("return ['build', 'against'].map((id) => document.getElementById(id).selectedOptions[0].textContent)")
            self.assertEqual(titles[0] + " (old)", titles[1])
        self.assertIn("+", browser.text(".total strong"))
        self.assertEqual(len(browser.texts("#build option")), 12)
        browser.choose("build", shown)
        self.assertEqual(browser.text("#packages-title"), "Movers")

    def test_dark(self):
        browser = self.browser
        browser.open(self.page)
        light = browser.colour()
        browser.open(self.page, dark=True)
        dark = browser.colour()
        self.assertLess(sum(dark), sum(light) * 0.8)
        browser.find("#theme").click()
        browser.rest()
        self.assertEqual(browser.colour(), light)
        browser.run("localStorage.removeItem('pare-theme')")

    def test_phone(self):
        browser = self.browser
        for path in [self.page, self.diff]:
            browser.open(path, width=390, height=844)
            width, height = browser.run("return [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
            self.assertEqual(width, 390)
            self.assertLess(height, 3_000)
            self.assertEqual(browser.run(BROKEN_WORDS), [])

    def test_print(self):
        browser = self.browser
        browser.open(self.page, media="print")
        self.assertFalse(browser.run("return document.getElementById('search').checkVisibility()"))
        self.assertTrue(browser.run("return document.querySelector('#map canvas').checkVisibility()"))

    def test_axe(self):
        browser = self.browser
        with open(AXE) as file:
            axe = file.read()
        for path, options in [(self.page, {}), (self.page, {"dark": True}), (self.diff, {"width": 390, "height": 844}),
                              (self.hostile, {})]:
            browser.open(path, **options)
            browser.run(axe)
            found = browser.driver.execute_async_script("axe.run(document).then(arguments[0])")
            self.assertEqual([(rule["id"], [node["html"] for node in rule["nodes"][:3]]) for rule in found["violations"]], [])

    def test_hostile_names(self):
        browser = self.browser
        browser.open(self.hostile)
        browser.find("#more").click()
        browser.rest()
        self.assertIsNone(browser.run("return window.pwned ?? null"))
        names = browser.texts("#packages tbody .name button")
        for name in HOSTILE:
            whole = [shown for shown in names if re.sub(r"\\.*", "", shown) == re.split(r"[\x00-\x1f\u202e]", name)[0]]
            self.assertEqual(len(whole), 1, repr(name[:60]))
        self.assertIn("long/" + "x" * 3_995, names)
        for text in names + [browser.text("main")]:
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\u202e]")
        for name in HOSTILE[:3]:
            browser.open(self.hostile)
            browser.find("#search").send_keys(name)
            browser.rest()
            self.assertIn("1 package", browser.text("#status"))
        self.assertIsNone(browser.run("return window.pwned ?? null"))


if __name__ == "__main__":
    unittest.main()
