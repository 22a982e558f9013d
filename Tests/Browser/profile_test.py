"""The page with the profiles of a run: areas, columns, functions."""
import os, re, unittest

import axe_selenium_python
from selenium.webdriver.common.keys import Keys

from browser import Browser
from profiles import CPU, HEAP, cpu, heap
from reports import page, weigh

AXE = os.path.join(os.path.dirname(axe_selenium_python.__file__), "node_modules", "axe-core", "axe.min.js")
AREAS = ["file bytes", "download share", "CPU samples", "CPU time", "allocated objects", "allocated bytes", "live objects",
         "live bytes"]


class ProfileTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        program = weigh("example.com/app", "linux/amd64", "default", 0, False)
        cls.with_binary = page("heap", "heap", heap(), cpu(), program)
        cls.alone = page("alone", "heap", heap(), cpu())
        cls.less = page("less", "heap", heap(), "--base", heap("larger", 3))
        cls.weighed = page("weighed", "weigh", program, "--profile", heap(), "--profile", cpu())
        cls.plain = page("plain", "weigh", program)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def tearDown(self):
        self.assertEqual(self.browser.messages(), [])

    def areas(self):
        return self.browser.texts("#metric option")

    def chosen(self):
        return self.browser.run("return document.getElementById('metric').selectedOptions[0].textContent")

    def test_areas(self):
        browser = self.browser
        browser.open(self.with_binary)
        self.assertEqual(self.areas(), AREAS)
        self.assertEqual(self.chosen(), "live bytes")
        self.assertEqual(browser.text("#crumbs"), "whole profile 7.50 MiB")
        for key, total in [("alloc_space", "55.50 MiB"), ("cpu", "1.00 s"), ("samples", "100"), ("inuse_objects", "15,360")]:
            browser.choose("metric", key)
            self.assertEqual(browser.text("#crumbs"), f"whole profile {total}")
            self.assertEqual(browser.run("return new URLSearchParams(location.hash.slice(1)).get('size')"), key)
            self.assertGreater(len(browser.texts("#legend li")), 1)
        browser.choose("metric", "bytes")
        self.assertIn("whole file", browser.text("#crumbs"))
        self.assertIn("unexplained", " ".join(browser.texts("#legend li")))

    def test_the_address_has_the_area(self):
        browser = self.browser
        browser.open(self.with_binary, fragment="#size=cpu&zoom=std:encoding")
        self.assertEqual(self.chosen(), "CPU time")
        self.assertEqual(browser.text("#crumbs b"), "encoding")
        self.assertIn("600 ms · 60.0%", browser.text("#crumbs"))
        browser.choose("metric", "inuse_space")
        self.assertEqual(browser.text("#crumbs b"), "encoding", "the zoom stays")
        browser.driver.back()
        browser.rest()
        self.assertEqual(self.chosen(), "CPU time")
        browser.open(self.plain, fragment="#size=cpu")
        self.assertEqual(self.chosen(), "file bytes", "not offered here")

    def test_keyboard(self):
        browser = self.browser
        browser.open(self.weighed)
        self.assertEqual(self.chosen(), "file bytes", "sizes come first where they were asked for")
        browser.run("document.getElementById('metric').focus()")
        browser.press("live b")
        self.assertEqual(self.chosen(), "live bytes")
        self.assertIn("size=inuse_space", browser.run("return location.hash"))
        while not (browser.focus() or "").endswith("zooms in"):
            browser.press(Keys.TAB)
        self.assertRegex(browser.focus(), r"^net, 4\.00 MiB live · 53\.3% of the profile, 9\.00 MiB allocated, 100 ms CPU, ")
        browser.press(Keys.ENTER)
        self.assertEqual(browser.text("#crumbs b"), "net")
        browser.press(Keys.ESCAPE)
        self.assertEqual(browser.text("#crumbs b"), "whole profile")

    def test_packages_have_the_values(self):
        browser = self.browser
        browser.open(self.with_binary)
        titles = browser.texts("#packages thead th")
        self.assertEqual(titles[:7], ["Package", "Module", "Size", "Live", "%", "Allocated", "CPU"])
        rows = browser.run("return [...document.querySelectorAll('#packages tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))")
        self.assertEqual([row[0] for row in rows[:4]], ["net/http", "encoding/json", "example.com/app", "runtime"])
        self.assertEqual(rows[0][3:7], ["4.00 MiB", "53.3%", "9.00 MiB", "100 ms"])
        self.assertEqual(rows[2][3:7], ["1.50 MiB", "20.0%", "1.50 MiB", ""], "main is the program's own package")
        browser.choose("metric", "cpu")
        self.assertEqual(browser.texts("#packages tbody .name button")[:3], ["encoding/json", "runtime", "net/http"])
        foot = browser.texts("#packages tfoot td")
        self.assertIn("7.50 MiB", foot)
        self.assertIn("1.00 s", foot)

    def test_functions(self):
        browser = self.browser
        for path in [self.with_binary, self.weighed]:
            browser.open(path, fragment="#size=inuse_space")
            expected = [function for function, live, _ in sorted(HEAP, key=lambda row: -row[1])]
            shown = browser.texts("#functions tbody .name:first-child")
            names = [name if re.match("main|runtime", name) else name for name in shown]
            self.assertEqual(len(names), len({name for name, *_ in HEAP} | {name for name, _ in CPU}))
            for name, function in zip(names, expected[:4]):
                self.assertTrue(function.endswith(name), (name, function))
            browser.choose("metric", "cpu")
            self.assertEqual(browser.texts("#functions tbody .name:first-child")[0], "(*Decoder).refill")
            browser.find("#search").send_keys("part2")
            browser.rest()
            self.assertEqual(browser.texts("#functions tbody .name:first-child"), ["(*Reader).part2"])
            browser.open(path, fragment="#size=inuse_space&zoom=std:net&package=net/http")
            self.assertEqual(browser.texts("#functions tbody .name:first-child"), ["(*Reader).part2"])
        self.assertEqual(browser.text("#crumbs b"), "net/http")

    def test_without_a_binary(self):
        browser = self.browser
        browser.open(self.alone)
        self.assertEqual(self.areas(), AREAS[2:])
        self.assertEqual(self.chosen(), "live bytes")
        self.assertEqual(browser.texts("#packages thead th"), ["Package", "Live", "%", "Allocated", "CPU"])
        self.assertEqual(browser.texts("#packages tbody .name button")[:3], ["net/http", "encoding/json", "example.com/app"])
        legend = " ".join(browser.texts("#legend li"))
        self.assertIn("net", legend)
        self.assertFalse(browser.run("return document.getElementById('sections').checkVisibility()"))
        browser.choose("metric", "alloc_space")
        self.assertIn("github.com/google/pprof", " ".join(browser.texts("#legend li")) + browser.text("#map .cursor"))
        for words in ["NaN", "undefined", "Infinity"]:
            self.assertNotIn(words, browser.text("main"))

    def test_less_an_earlier_profile(self):
        browser = self.browser
        browser.open(self.less)
        self.assertEqual(browser.text("#crumbs"), "whole profile −15.00 MiB")
        rows = browser.texts("#packages tbody tr:first-child td")
        self.assertEqual(rows, ["net/http", "−8.00 MiB", "−18.00 MiB"])

    def test_plain_pages_have_no_profile(self):
        browser = self.browser
        browser.open(self.plain)
        self.assertEqual(self.areas(), AREAS[:2])
        self.assertEqual(browser.run("return document.querySelectorAll('#functions').length"), 0)

    def test_phone(self):
        browser = self.browser
        for path in [self.with_binary, self.alone, self.less]:
            browser.open(path, width=400, height=844)
            self.assertEqual(browser.run("return document.documentElement.scrollWidth"), 400)
            shown = browser.run("return [...document.querySelectorAll('#packages thead th')].filter((head) => head.checkVisibility()).map((head) => head.textContent)")
            self.assertIn("Live", shown)

    def test_axe(self):
        browser = self.browser
        with open(AXE) as file:
            axe = file.read()
        for path, options in [(self.with_binary, {}), (self.with_binary, {"dark": True}), (self.alone, {"width": 400, "height": 844})]:
            browser.open(path, **options)
            browser.run(axe)
            found = browser.driver.execute_async_script("axe.run(document).then(arguments[0])")
            self.assertEqual([(rule["id"], [node["html"] for node in rule["nodes"][:3]]) for rule in found["violations"]], [])


if __name__ == "__main__":
    unittest.main()
