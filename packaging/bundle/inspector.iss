; Inno Setup script: ISCC /DVersion=0.1.0 /DSource=build\bundle\inspector /Obuild\bundle inspector.iss
; Written with care and not tried: there was no Windows at hand. See README.md in this folder.
; This file begins with a byte order mark: older compilers read it in the system's code page without one.
#ifndef Version
  #error Version and Source are given by build.py
#endif
; not every release of Inno Setup brings the Chinese messages; without them the wizard speaks English
#define ChineseMessages AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl"

[Setup]
AppId={{B6F2B0E7-6A0C-4C35-9C57-2C3B1C4A8D11}
AppName=大客户用电安全检查
AppVersion={#Version}
AppVerName=大客户用电安全检查 {#Version}
AppPublisher=Inspector developers
VersionInfoVersion={#Version}
DefaultDirName={autopf}\Inspector
DefaultGroupName=大客户用电安全检查
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputBaseFilename=inspector-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
UninstallDisplayIcon={app}\inspector.exe
SetupIconFile={#Source}\..\inspector.ico
ChangesAssociations=yes
; the program must not run while its files are replaced; workspaces are never touched
CloseApplications=yes
RestartApplications=no

[Languages]
#if FileExists(ChineseMessages)
Name: "zh"; MessagesFile: "compiler:Default.isl,compiler:Languages\ChineseSimplified.isl"
#endif
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; what an older version had and this one does not have
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\大客户用电安全检查"; Filename: "{app}\inspector.exe"
Name: "{autodesktop}\大客户用电安全检查"; Filename: "{app}\inspector.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.hzx"; ValueType: string; ValueName: ""; ValueData: "Inspector.Exchange"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.hzx\OpenWithProgids"; ValueType: string; ValueName: "Inspector.Exchange"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Inspector.Exchange"; ValueType: string; ValueName: ""; ValueData: "用电安全检查交换文件"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Inspector.Exchange\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\inspector.exe,0"
Root: HKA; Subkey: "Software\Classes\Inspector.Exchange\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\inspector.exe"" open ""%1"""
; customers' replies are workbooks: the program is offered for them under "Open with", it does not become their program
Root: HKA; Subkey: "Software\Classes\Applications\inspector.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "大客户用电安全检查"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\inspector.exe\SupportedTypes"; ValueType: string; ValueName: ".hzx"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\inspector.exe\SupportedTypes"; ValueType: string; ValueName: ".xlsx"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\inspector.exe\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\inspector.exe"" open ""%1"""

[Run]
Filename: "{app}\inspector.exe"; Description: "{cm:LaunchProgram,大客户用电安全检查}"; Flags: nowait postinstall skipifsilent
