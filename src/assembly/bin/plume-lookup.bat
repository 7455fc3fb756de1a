@echo off
rem Starts Plume Customer Lookup with the config\ and routes\ next to this script's folder, whatever the current folder is.
rem JAVA_HOME chooses the Java (17 or later), JAVA_OPTS holds more options for it.
setlocal
for %%i in ("%~dp0..") do set "PLUME_LOOKUP_FOLDER=%%~fi"
set "PLUME_LOOKUP_JAVA=java"
if defined JAVA_HOME set "PLUME_LOOKUP_JAVA=%JAVA_HOME%\bin\java"
rem The embedded broker's libraries use sun.misc.Unsafe, of which Java warns from 24 on; before 23 it has no such option.
set "PLUME_LOOKUP_UNSAFE=--sun-misc-unsafe-memory-access=allow"
"%PLUME_LOOKUP_JAVA%" %PLUME_LOOKUP_UNSAFE% -version >nul 2>&1 || set "PLUME_LOOKUP_UNSAFE="
"%PLUME_LOOKUP_JAVA%" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED %PLUME_LOOKUP_UNSAFE% -Dsun.net.httpserver.nodelay=true %JAVA_OPTS% "-Dapp.home=%PLUME_LOOKUP_FOLDER%" -cp "%PLUME_LOOKUP_FOLDER%\lib\*" org.plumelookup.Main %*
exit /b %ERRORLEVEL%
