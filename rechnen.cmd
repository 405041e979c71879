@echo off
rem Berechnet Mappen ohne Makros: eine oder mehrere Mappen auf diese Datei ziehen.
rem Das Ergebnis steht daneben als "<Name> berechnet"; vorhandene Dateien bleiben, wie sie sind.
rem Nur ASCII in dieser Datei, auch in den Meldungen: cmd.exe liest sie in der Codepage des Rechners.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
title Kundenbindung rechnen
set "PYTHON=%LOCALAPPDATA%\Kundenbindung\umgebung\Scripts\python.exe"
set ERGEBNIS=0

if "%~1"=="" goto nichts
if not exist "%PYTHON%" goto keine_umgebung

:mappe
if not exist "%~1" goto nicht_gefunden
set "ZIEL=%~dpn1 berechnet%~x1"
set NUMMER=1
:frei
if not exist "%ZIEL%" goto rechnen
set /a NUMMER+=1
set "ZIEL=%~dpn1 berechnet %NUMMER%%~x1"
goto frei

:rechnen
echo "%~nx1" wird berechnet.
"%PYTHON%" -I -m kundenbindung rechnen "%~f1" --ausgabe "%ZIEL%"
set STAND=%ERRORLEVEL%
if not "%STAND%"=="0" set ERGEBNIS=%STAND%
echo.
if "%STAND%"=="0" echo Die berechnete Mappe ist "%ZIEL%". Die Ausgangsmappe bleibt, wie sie war.
if not "%STAND%"=="0" echo Es wurde keine Mappe geschrieben; der Grund steht in den Zeilen davor.
shift
if not "%~1"=="" goto mappe
goto ende

:nichts
set ERGEBNIS=1
echo Ziehen Sie eine Mappe (.xlsm oder .xlsx) mit der Maus auf rechnen.cmd und lassen Sie sie los.
goto ende

:keine_umgebung
set ERGEBNIS=1
echo Auf diesem Rechner ist Kundenbindung noch nicht eingerichtet. Starten Sie zuerst einrichten.cmd.
goto ende

:nicht_gefunden
set ERGEBNIS=1
echo Die Datei "%~1" wurde nicht gefunden.
echo Steht ein Zeichen wie das kaufm. Und in ihrem Namen oder Ordner, benennen Sie sie bitte um.
shift
if not "%~1"=="" goto mappe

:ende
echo.
pause
rem Hart beenden: Sonst liefe der Rest eines Namens mit kaufm. Und als Befehl weiter.
exit %ERGEBNIS%
