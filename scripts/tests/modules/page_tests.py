"""The page of pocket-tts serve in headless Chromium; part of scripts/test server."""

import importlib.resources
import json
import os
import tempfile
import unittest
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from server_process import Server
from support import KEY, LONG, metric, sine, wait_for

FIXTURES = Path(__file__).parents[3] / "Tests/Fixtures"

# Sums the energy of all that reaches the loudspeaker.
LISTEN = """
window.energy = 0;
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    const analyser = this.context.createAnalyser();
    connect.call(this, analyser);
    const block = new Float32Array(analyser.fftSize);
    setInterval(() => { analyser.getFloatTimeDomainData(block); for (const x of block) window.energy += x * x; }, 40);
  }
  return connect.call(this, target, ...rest);
};
"""


class Page(unittest.TestCase):
    """The page at /, in a browser without a screen."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.__exit__)
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=900,900"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        cls.browser = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        self.browser.get(self.server.url)
        WebDriverWait(self.browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#voice option"))
        self.browser.execute_script(LISTEN)

    def tearDown(self):
        troubles = [entry for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        self.assertEqual(troubles, [])

    def text(self, name: str) -> str:
        return self.browser.find_element(By.ID, name).text

    def until_said(self, status: str) -> None:
        WebDriverWait(self.browser, 40).until(lambda _: self.text("status") == status)

    def test_screen_readers_and_phones(self):
        """axe-core finds no fault, and nothing is wider than the window: light and dark, phone and desktop."""
        axe = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text()
        self.addCleanup(self.browser.set_window_size, 900, 900)
        for scheme in ("light", "dark"):
            features = [{"name": "prefers-color-scheme", "value": scheme}]
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            for width in (375, 900):
                with self.subTest(scheme=scheme, width=width):
                    self.browser.set_window_size(width, 900)
                    self.browser.execute_script(
                        "for (const part of document.querySelectorAll('details')) part.open = true"
                    )
                    self.browser.execute_script(axe)
                    found = self.browser.execute_async_script("axe.run().then(arguments[0])")
                    self.assertEqual([(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]], [])
                    self.assertGreater(len(found["passes"]), 20)
                    self.assertFalse(
                        self.browser.execute_script("return document.documentElement.scrollWidth > innerWidth")
                    )

    def test_the_licence_and_pauses(self):
        self.assertEqual(self.text("licence"), "Licence: MIT")
        field = self.browser.find_element(By.ID, "text")
        field.clear()
        field.send_keys("One. ")
        self.browser.execute_script("settings.open = true")
        self.browser.find_element(By.ID, "pause").click()
        field.send_keys("Two.")
        self.assertEqual(field.get_property("value"), "One. [pause:1s] Two.")
        field.send_keys(Keys.CONTROL, Keys.ENTER)
        self.until_said("Done.")
        self.assertGreater(float(self.text("length").split()[0]), 1.5)

    def test_speech_is_saved_in_every_format(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        behaviour = {"behavior": "allow", "downloadPath": str(folder)}
        self.browser.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
        field = self.browser.find_element(By.ID, "text")
        field.clear()
        field.send_keys("One two three.", Keys.CONTROL + Keys.ENTER)
        self.until_said("Done.")
        for suffix, start in {"wav": b"RIFF", "mp3": b"", "flac": b"fLaC", "opus": b"OggS"}.items():
            Select(self.browser.find_element(By.ID, "format")).select_by_value(suffix)
            self.browser.find_element(By.ID, "download").click()
            path = folder / f"speech.{suffix}"
            wait_for(path.exists)
            self.assertGreater(path.stat().st_size, 1000)
            self.assertTrue(path.read_bytes().startswith(start))

    def test_it_speaks_from_the_keyboard(self):
        field = self.browser.find_element(By.ID, "text")
        field.clear()
        field.send_keys("One two three four five six seven.")
        field.send_keys(Keys.CONTROL, Keys.ENTER)
        self.until_said("Done.")
        self.assertGreater(self.browser.execute_script("return window.energy"), 1)
        self.assertRegex(self.text("first"), r"^\d+ ms$")
        self.assertRegex(self.text("rate"), r"^\d")
        self.assertRegex(self.text("gaps"), r"^\d+$")
        size = self.browser.execute_async_script("arguments[0](chunks.reduce((n, c) => n + c.length, 0))")
        self.assertGreater(size, 48000)
        for name in ["download", "again", "subtitles"]:
            self.assertTrue(self.browser.find_element(By.ID, name).is_displayed())
        words = self.browser.execute_script("return words.map(word => word.text)")
        self.assertEqual(words, "One two three four five six seven".split())
        self.assertEqual(self.browser.find_element(By.CSS_SELECTOR, "#spoken mark").text, "seven")
        self.assertEqual(self.text("spoken"), "One two three four five six seven.")
        self.assertIn("One two three four five six seven.", self.browser.execute_script("return cues()"))
        drawn = self.browser.execute_script(
            "const c = document.getElementById('wave');"
            "const pixels = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
            "return pixels.filter((v, i) => i % 4 == 3 && v).length"
        )
        self.assertGreater(drawn, 500)
        self.keep_screenshot("page.png")

    def test_it_stops(self):
        self.browser.execute_script(f"document.getElementById('text').value = {json.dumps(LONG[:3000])}")
        self.browser.find_element(By.ID, "speak").click()
        self.until_said("Speaking …")
        self.browser.find_element(By.ID, "stop").click()
        self.until_said("Stopped.")
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0)

    def test_a_recording_is_sent(self):
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            file.write(sine())
            file.flush()
            self.browser.find_element(By.ID, "upload").send_keys(file.name)
            self.assertFalse(self.browser.find_element(By.ID, "voice").is_enabled())
            self.browser.find_element(By.ID, "speak").click()
            self.until_said("Done.")
        self.assertTrue(self.browser.find_element(By.ID, "speak").is_enabled())
        self.browser.get_log("browser")

    def test_a_recording_is_cloned(self):
        with (
            Server("--model", str(FIXTURES / "models/lsd")) as server,
            tempfile.NamedTemporaryFile(suffix=".wav") as file,
        ):
            file.write(sine())
            file.flush()
            self.browser.get(server.url)
            WebDriverWait(self.browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#model option"))
            self.browser.find_element(By.ID, "upload").send_keys(file.name)
            self.browser.find_element(By.ID, "speak").click()
            self.until_said("Done.")
            self.assertGreater(self.browser.execute_script("return samples"), 0)

    def test_keys_do_not_start_overlapping_requests(self):
        self.browser.execute_script(
            """
            window.requests = 0;
            const original = window.fetch;
            window.fetch = (path, ...rest) => {
                if (path === "tts") window.requests++;
                return original(path, ...rest);
            };
            document.getElementById("text").value = arguments[0];""",
            LONG[:3000],
        )
        field = self.browser.find_element(By.ID, "text")
        for _ in range(5):
            field.send_keys(Keys.CONTROL, Keys.ENTER)
        self.until_said("Speaking …")
        self.assertEqual(self.browser.execute_script("return window.requests"), 1)
        self.browser.find_element(By.ID, "stop").click()
        self.until_said("Stopped.")
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0)

    def test_it_speaks_without_an_audio_worklet(self):
        """As over plain HTTP from another machine, where browsers offer none."""
        self.browser.execute_script(
            "delete AudioContext.prototype.audioWorklet; delete window.AudioWorkletNode;"
            "delete BaseAudioContext.prototype.audioWorklet;"
        )
        self.browser.find_element(By.ID, "speak").click()
        self.until_said("Done.")
        self.assertGreater(self.browser.execute_script("return window.energy"), 1)

    def test_the_cause_of_a_failure_is_named(self):
        self.browser.execute_script("delete window.AudioContext")
        self.browser.find_element(By.ID, "speak").click()
        self.until_said("This browser cannot play audio: it has no AudioContext.")
        self.assertTrue(self.browser.find_element(By.ID, "speak").is_enabled())

    def test_it_fits_a_phone(self):
        self.browser.set_window_size(360, 740)
        self.addCleanup(self.browser.set_window_size, 900, 900)
        wide = self.browser.execute_script("return document.documentElement.scrollWidth > innerWidth")
        self.assertFalse(wide)
        for element in self.browser.find_elements(By.CSS_SELECTOR, "button, select"):
            if element.is_displayed():
                self.assertGreaterEqual(element.size["height"], 38)
        self.browser.execute_script("document.getElementById('text').value = 'word '.repeat(900)")
        self.browser.find_element(By.ID, "speak").click()
        # The message is where the button is.
        self.until_said("text has 4500 characters, the limit is 4096: split it into several requests.")
        bottom = self.browser.execute_script("return document.getElementById('status').getBoundingClientRect().bottom")
        self.assertLessEqual(bottom, self.browser.execute_script("return innerHeight"))
        self.assertTrue(self.browser.find_element(By.ID, "speak").is_enabled())
        self.keep_screenshot("phone.png")
        self.browser.get_log("browser")

    def test_a_key_is_asked_for(self):
        with Server("--api-key", KEY) as server:
            self.browser.get(server.url)
            self.until_said("This server asks for an API key: there is a field for it in the settings.")
            self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "key")
            self.browser.switch_to.active_element.send_keys(KEY, Keys.TAB)
            WebDriverWait(self.browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#voice option"))
            self.browser.execute_script(LISTEN)
            self.browser.find_element(By.ID, "speak").click()
            self.until_said("Done.")
            self.keep_screenshot("key.png")
            self.browser.get_log("browser")

    def test_a_connection_that_is_lost(self):
        with Server() as server:
            self.browser.get(server.url)
            WebDriverWait(self.browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#voice option"))
            self.browser.execute_script(f"document.getElementById('text').value = {json.dumps(LONG[:3000])}")
            self.browser.find_element(By.ID, "speak").click()
            self.until_said("Speaking …")
            server.process.kill()
            self.until_said("The connection to the server was lost.")
            self.assertTrue(self.browser.find_element(By.ID, "speak").is_enabled())
            self.browser.get_log("browser")

    def keep_screenshot(self, name: str) -> None:
        """Takes a picture, for POCKET_TTS_SCREENSHOTS=FOLDER to be looked at; it shows something in any case."""
        picture = self.browser.get_screenshot_as_png()
        self.assertGreater(len(picture), 10_000)
        if folder := os.environ.get("POCKET_TTS_SCREENSHOTS"):
            (Path(folder) / name).write_bytes(picture)
