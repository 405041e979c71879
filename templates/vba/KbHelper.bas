Attribute VB_Name = "KbHelper"
Option Explicit

Private Const TITLE As String = "Kundenbindung"
Private Const FORBIDDEN As String = ";%=^&"
Private Const NOTHING_CHANGED As String = "Es wurde nichts geändert."

' Every button comes here: see that Python can be called, call it, see that it finished.
Public Sub KbRun(ByVal target As String, ByVal label As String)
    Dim token As String
    Dim calculationMode As Long
    On Error GoTo Failed
    If Not PathFits(label) Then Exit Sub
    If Not InterpreterThere(label) Then Exit Sub
    If Not DoneCellThere(label) Then Exit Sub
    token = NewToken()
    calculationMode = Application.Calculation
    ThisWorkbook.Activate
    RunPython "import kundenbindung.buttons as b; b." & target & "('" & token & "','" & XLWINGS_VERSION & "')"
    If Finished(token) Then Exit Sub
    RestoreExcel calculationMode
    SayUnfinished label
    Exit Sub
Failed:
    KbFailed label, Err.Description
    RestoreExcel calculationMode
End Sub

' What a button says when something fails that nobody foresaw.
Public Sub KbFailed(ByVal label As String, ByVal reason As String)
    Say label, "„" & label & "“ ist an einem Fehler gescheitert: " & reason, _
        "Es ist nichts oder nur ein Teil geschehen.", _
        "Versuchen Sie es noch einmal. Bleibt der Fehler, klicken Sie im Menüband Kundenbindung auf „Diagnose“."
End Sub

' The command that starts Python would break at these characters.
Private Function PathFits(ByVal label As String) As Boolean
    Dim position As Long
    Dim character As String
    For position = 1 To Len(FORBIDDEN)
        character = Mid$(FORBIDDEN, position, 1)
        If InStr(ThisWorkbook.FullName, character) > 0 And Not (character = "%" And InStr(ThisWorkbook.FullName, "://") > 0) Then
            Say label, "Im Namen oder Ordner dieser Mappe steht das Zeichen „" & character & "“. Damit lässt sich das Programm nicht aufrufen.", _
                NOTHING_CHANGED, _
                "Speichern Sie die Mappe unter einem Namen und in einem Ordner ohne die Zeichen ; % = ^ & und versuchen Sie es noch einmal."
            Exit Function
        End If
    Next position
    PathFits = True
End Function

' RunPython says nothing usable if the interpreter is missing.
Private Function InterpreterThere(ByVal label As String) As Boolean
    #If Mac Then
        InterpreterThere = True
    #Else
        Dim interpreter As String
        interpreter = GetConfig("INTERPRETER_WIN")
        InterpreterThere = FileExists(interpreter)
        If InterpreterThere Then Exit Function
        Say label, "Das Programm Kundenbindung ist auf diesem Rechner nicht eingerichtet. Es fehlt die Datei „" & interpreter & "“.", _
            NOTHING_CHANGED, _
            "Schließen Sie Excel, führen Sie „einrichten.cmd“ aus und öffnen Sie die Mappe noch einmal."
    #End If
End Function

Private Function DoneCellThere(ByVal label As String) As Boolean
    DoneCellThere = Not DoneCell() Is Nothing
    If DoneCellThere Then Exit Function
    Say label, "In dieser Mappe fehlt die Zelle „" & KB_DONE_NAME & "“ im ausgeblendeten Blatt „" & KB_CONFIG_SHEET & "“.", _
        NOTHING_CHANGED, _
        "Verwenden Sie eine Sicherung der Mappe, oder legen Sie eine neue Mappe an und lesen Sie Ihre Zahlen ein."
End Function

Private Function DoneCell() As Range
    On Error Resume Next
    Set DoneCell = ThisWorkbook.Names(KB_DONE_NAME).RefersToRange
End Function

' Python writes the token as the last thing it does. On Mac it runs on its own and is not waited for.
Private Function Finished(ByVal token As String) As Boolean
    #If Mac Then
        Finished = True
    #Else
        Dim cell As Range
        Set cell = DoneCell()
        If Not cell Is Nothing Then Finished = (CStr(cell.Value) = token)
    #End If
End Function

Private Function NewToken() As String
    Randomize
    NewToken = Hex$(CLng(Date)) & Hex$(CLng(Timer * 1000)) & Hex$(CLng(Rnd * 2147483646))
End Function

' Python may have stopped halfway: Excel gets back what it switched off.
Private Sub RestoreExcel(ByVal calculationMode As Long)
    On Error Resume Next
    If calculationMode <> 0 Then Application.Calculation = calculationMode
    Application.EnableEvents = True
    Application.ScreenUpdating = True
    Application.StatusBar = False
End Sub

Private Sub SayUnfinished(ByVal label As String)
    Say label, "„" & label & "“ hat sich nicht fertig gemeldet.", _
        "Es ist nichts oder nur ein Teil geschehen.", _
        "Klicken Sie im Menüband Kundenbindung auf „Diagnose“ und sehen Sie in das Protokoll „fehler.log“ im Ordner %LOCALAPPDATA%\Kundenbindung. Eine Sicherung von vorher liegt dort im Ordner „Sicherungen“."
End Sub

Private Sub Say(ByVal label As String, ByVal what As String, ByVal unchanged As String, ByVal advice As String)
    MsgBox what & vbNewLine & unchanged & vbNewLine & vbNewLine & "Was tun: " & advice, vbExclamation, TITLE & " – " & label
End Sub
