@echo off
rem Starts Plume Customer Lookup with the config\ and routes\ next to this script's folder, whatever the current folder is.
rem JAVA_HOME chooses the Java (17 or later), JAVA_OPTS holds more options for it.
setlocal
for %%i in ("%~dp0..") do set "PLUME_LOOKUP_FOLDER=%%~fi"
set "PLUME_LOOKUP_JAVA=java"
if defined JAVA_HOME set "PLUME_LOOKUP_JAVA=%JAVA_HOME%\bin\java"
rem The brokers' libraries use native code and sun.misc.Unsafe, of which Java warns from 24 on; 17 knows no such options.
set "PLUME_LOOKUP_QUIET=--illegal-native-access=allow --sun-misc-unsafe-memory-access=allow"
"%PLUME_LOOKUP_JAVA%" %PLUME_LOOKUP_QUIET% -version >nul 2>&1 || set "PLUME_LOOKUP_QUIET="
rem JSch, where routes fetch by SFTP, would try a wrong password six times for each log-in, which locks accounts.
"%PLUME_LOOKUP_JAVA%" -XX:TieredStopAtLevel=1 %PLUME_LOOKUP_QUIET% -Dsun.net.httpserver.nodelay=true -Djsch.max_auth_tries=1 %JAVA_OPTS% "-Dapp.home=%PLUME_LOOKUP_FOLDER%" -cp "%PLUME_LOOKUP_FOLDER%\lib\*" org.plumelookup.Main %*
exit /b %ERRORLEVEL%
