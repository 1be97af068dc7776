#!/bin/bash
# The start script of the base image sources this.
mkdir -p "$HOME/tutorials" && cp -r /opt/geocrop/tutorials/. "$HOME/tutorials/"
