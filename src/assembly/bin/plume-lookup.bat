@echo off
rem Starts Plume Customer Lookup with the config\ and routes\ next to this script's folder, whatever the current folder is.
rem JAVA_HOME chooses the Java (17 or later); JAVA_OPTS holds more options for it, which go before those of this script.
setlocal
for %%i in ("%~dp0..") do set "APP_FOLDER=%%~fi"
set "APP_JAVA=java"
if defined JAVA_HOME set "APP_JAVA=%JAVA_HOME%\bin\java"
rem The brokers' libraries use native code and sun.misc.Unsafe, of which Java warns from 24 on; 17 knows no such options.
set "APP_QUIET=--illegal-native-access=allow --sun-misc-unsafe-memory-access=allow"
"%APP_JAVA%" %APP_QUIET% -version >nul 2>&1 || set "APP_QUIET="
rem Commands of seconds start in half the time with the first compiler alone; the others run for hours.
set "APP_SETTINGS=-XX:TieredStopAtLevel=1 -XX:-UsePerfData"
set "APP_GC=-XX:+UseSerialGC"
for %%c in (run file fake-server) do if "%~1"=="%%c" (
  set "APP_SETTINGS="
  set "APP_GC=-XX:+UseSerialGC -Xms24m -XX:MaxNewSize=8m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40"
)
rem Java takes no second collector.
if defined JAVA_OPTS set JAVA_OPTS | findstr /R /C:"-XX:+Use.*GC" >nul && set "APP_GC="
rem If routes fetch by SFTP, JSch would try a wrong password six times for each log-in, which locks accounts.
"%APP_JAVA%" %APP_SETTINGS% %APP_GC% %APP_QUIET% -Dsun.net.httpserver.nodelay=true -Djsch.max_auth_tries=1 %JAVA_OPTS% "-Dapp.home=%APP_FOLDER%" -cp "%APP_FOLDER%\lib\*" org.plumelookup.Main %*
exit /b %ERRORLEVEL%
