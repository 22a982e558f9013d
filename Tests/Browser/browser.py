"""Headless chromium with what the tests ask of it: screens, colours, messages of the console, time of scripts."""
import shutil

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

# Times each callback of an animation frame.
TIMER = """
window.frames_ms = [];
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => request((now) => {
  const start = performance.now();
  callback(now);
  window.frames_ms.push(performance.now() - start);
});
"""


class Browser:
    def __init__(self):
        options = Options()
        options.binary_location = shutil.which("chromium")
        for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": TIMER})

    def open(self, path, fragment="", width=1280, height=900, dark=False, still=True, media=""):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"}]})
        self.driver.get("about:blank")
        self.driver.get(f"file://{path}{fragment}")
        self.rest()

    def rest(self, frames=4):
        """Waits for some frames, in which the page draws."""
        self.driver.execute_async_script(
            "const done = arguments[1]; let left = arguments[0];"
            "const step = () => (left-- > 0 ? requestAnimationFrame(step) : done()); step();", frames)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def texts(self, selector):
        return self.run("return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent)", selector)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def choose(self, identifier, value):
        self.run("const select = document.getElementById(arguments[0]); select.value = arguments[1];"
                 "select.dispatchEvent(new Event('change'))", identifier, value)
        self.rest()

    def press(self, *keys):
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)
        self.rest()

    def focus(self):
        """Label of what has the focus."""
        return self.run("return document.activeElement.getAttribute('aria-label')")

    def colour(self):
        """Mean red, green and blue of the map."""
        return self.run("const copy = document.createElement('canvas'); copy.width = copy.height = 1;"
                        "const pen = copy.getContext('2d', { willReadFrequently: true }); pen.imageSmoothingQuality = 'high';"
                        "pen.drawImage(document.querySelector('#map canvas'), 0, 0, 1, 1);"
                        "return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)")

    def longest_frame(self, script):
        """Milliseconds of the longest callback of an animation frame after a script: what else the machine does makes it longer only."""
        self.run("window.frames_ms.length = 0;" + script)
        self.rest(40)
        return max(self.run("return window.frames_ms"))

    def messages(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def close(self):
        self.driver.quit()
