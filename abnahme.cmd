@echo off
rem Prueft Mappe und Excel auf diesem Rechner: doppelklicken genuegt, der Bericht laesst sich mailen.
rem Gearbeitet wird auf Kopien; Ihre Mappen und Ihre offenen Excel-Fenster bleiben, wie sie sind.
rem Nur ASCII in dieser Datei, auch in den Meldungen: cmd.exe liest sie in der Codepage des Rechners.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
title Kundenbindung Abnahme
set "PYTHON=%LOCALAPPDATA%\Kundenbindung\umgebung\Scripts\python.exe"
set ERGEBNIS=1

if not exist "%PYTHON%" goto keine_umgebung
"%PYTHON%" -I -m kundenbindung abnahme %*
set ERGEBNIS=%ERRORLEVEL%
goto ende

:keine_umgebung
echo Auf diesem Rechner ist Kundenbindung noch nicht eingerichtet. Starten Sie zuerst einrichten.cmd.

:ende
echo.
pause
exit /b %ERGEBNIS%
