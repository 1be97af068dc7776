// The page as people use it, in headless Chromium, on the built jar: all in one process, which shares a server.
import "./suites/make.mjs";
import "./suites/places.mjs";
import "./suites/area.mjs";
import "./suites/localities.mjs";
import "./suites/layers.mjs";
import "./suites/maps.mjs";
import "./suites/share.mjs";
import "./suites/phone.mjs";
import "./suites/everyone.mjs";
import "./suites/offline.mjs";
import "./suites/signin.mjs";
import "./suites/outages.mjs";
import "./suites/network.mjs";
import "./suites/documents.mjs";
import "./suites/forms.mjs";
import "./suites/about.mjs";
import "./suites/doctor.mjs";
