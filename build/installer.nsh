; Windows offers Wattveil under "Open with" for files of readings. What a double click opens them with stays as it was:
; only a program that is named as the default value of the ending takes it over, and none is named here.

!macro offerReadings ENDING
  WriteRegStr SHELL_CONTEXT "Software\Classes\${ENDING}\OpenWithProgids" "Wattveil.readings" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" "${ENDING}" ""
!macroend

!macro withdrawReadings ENDING
  DeleteRegValue SHELL_CONTEXT "Software\Classes\${ENDING}\OpenWithProgids" "Wattveil.readings"
!macroend

!macro forReadings MACRO
  !insertmacro ${MACRO} ".csv"
  !insertmacro ${MACRO} ".xlsx"
  !insertmacro ${MACRO} ".xml"
  !insertmacro ${MACRO} ".zip"
  !insertmacro ${MACRO} ".gz"
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Wattveil.readings" "" "Meter readings"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Wattveil.readings\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !insertmacro forReadings offerReadings
!macroend

!macro customUnInstall
  !insertmacro forReadings withdrawReadings
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Wattveil.readings"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
!macroend
