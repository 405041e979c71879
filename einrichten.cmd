@echo off
rem Richtet Kundenbindung fuer Excel ein: doppelklicken genuegt, Administratorrechte sind nicht noetig.
rem Nur ASCII in dieser Datei, auch in den Meldungen: cmd.exe liest sie in der Codepage des Rechners.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
title Kundenbindung einrichten
set "ORDNER=%~dp0."
set "UMGEBUNG=%LOCALAPPDATA%\Kundenbindung\umgebung"
set "START=%TEMP%\kundenbindung-start-%RANDOM%%RANDOM%"
set "PROTOKOLL=%TEMP%\kundenbindung-start.log"
set "BRAUCHBAR=import sys; sys.exit(not (sys.version_info[:2] > (3, 10) and 'WindowsApps' not in sys.base_prefix))"
set "PYTHON="
for %%V in (TARGET PREFIX USER ROOT REQUIRE_VIRTUALENV NO_DEPS EDITABLE) do set "PIP_%%V="
set ERGEBNIS=1

if /i "%~1"=="--entfernen" goto entfernen
if not exist "%~dp0pyproject.toml" goto nicht_entpackt

rem Der Platzhalter des Microsoft Store antwortet mit einem Fehler und scheidet deshalb hier aus.
py -3 -c "%BRAUCHBAR%" >nul 2>nul && set "PYTHON=py -3"
if defined PYTHON goto gefunden
python -c "%BRAUCHBAR%" >nul 2>nul && set "PYTHON=python"
if defined PYTHON goto gefunden
for %%V in (311 312 313 314) do if exist "%LOCALAPPDATA%\Programs\Python\Python%%V\python.exe" set PYTHON="%LOCALAPPDATA%\Programs\Python\Python%%V\python.exe"
if not defined PYTHON goto kein_python

:gefunden
echo Das Einrichten wird vorbereitet. Das dauert meist ein bis drei Minuten.
%PYTHON% -I -m venv "%START%" >"%PROTOKOLL%" 2>&1 || goto gescheitert
"%START%\Scripts\python.exe" -I -X utf8 -m pip --no-input --disable-pip-version-check install --timeout 30 --retries 3 --only-binary :all: "%ORDNER%" >>"%PROTOKOLL%" 2>&1 || goto gescheitert
"%START%\Scripts\python.exe" -I -m kundenbindung einrichten --quelle "%ORDNER%" %*
set ERGEBNIS=%ERRORLEVEL%
goto ende

:kein_python
echo Auf diesem Rechner fehlt Python 3.11 oder neuer; das aus dem Microsoft Store eignet sich nicht.
echo Geben Sie in der Eingabeaufforderung diesen einen Befehl ein:
echo.
echo     winget install --id Python.Python.3.12 --exact --source winget --scope user
echo.
echo Starten Sie danach einrichten.cmd noch einmal.
goto ende

:nicht_entpackt
echo Hier fehlen die anderen Dateien des Programms. Entpacken Sie erst den ganzen Ordner
echo (rechte Maustaste auf die ZIP-Datei, "Alle extrahieren") und starten Sie dann einrichten.cmd darin.
goto ende

:gescheitert
echo Das Vorbereiten ist gescheitert; es wurde nichts eingerichtet. Besteht eine Verbindung zum Internet?
echo Einzelheiten stehen in "%PROTOKOLL%".
goto ende

:entfernen
if exist "%UMGEBUNG%.alt" rmdir /s /q "%UMGEBUNG%.alt"
if not exist "%UMGEBUNG%" goto keine_umgebung
ren "%UMGEBUNG%" umgebung.alt 2>nul || goto benutzt
rmdir /s /q "%UMGEBUNG%.alt"
echo Die eigene Python-Umgebung ist entfernt: "%UMGEBUNG%".
set ERGEBNIS=0
goto bleibt

:keine_umgebung
echo Es gibt keine eigene Python-Umgebung, die zu entfernen ist.
set ERGEBNIS=0
:bleibt
echo Ihre Mappen bleiben, wo sie liegen. Sicherungen und Protokolle bleiben in
echo "%LOCALAPPDATA%\Kundenbindung". Sicherungen enthalten Kundendaten; brauchen Sie diese
echo nicht mehr, entfernen Sie den Ordner von Hand.
goto ende

:benutzt
echo Die Umgebung wird gerade benutzt und bleibt, wie sie ist. Bitte Excel beenden und noch einmal versuchen.

:ende
if exist "%START%" rmdir /s /q "%START%"
echo.
pause
exit /b %ERGEBNIS%
