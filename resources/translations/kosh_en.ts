<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ApprovalsScreen</name>
    <message numerus="yes">
        <source>Revoke %n allowance(s)</source>
        <translation>
            <numerusform>Revoke %n allowance</numerusform>
            <numerusform>Revoke %n allowances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>Too many attempts. Try again in %n second.</numerusform>
            <numerusform>Too many attempts. Try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GainsCard</name>
    <message numerus="yes">
        <source>%n lot(s) or sale(s) are left out: no price or no cost is known</source>
        <translation>
            <numerusform>%n lot or sale is left out: no price or no cost is known</numerusform>
            <numerusform>%n lots or sales are left out: no price or no cost is known</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportStep</name>
    <message numerus="yes">
        <source>%n word(s) so far; 12 to 24 are needed</source>
        <translation>
            <numerusform>%n word so far; 12 to 24 are needed</numerusform>
            <numerusform>%n words so far; 12 to 24 are needed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NetworkItem</name>
    <message numerus="yes">
        <source>%n endpoint(s)</source>
        <translation>
            <numerusform>%n endpoint</numerusform>
            <numerusform>%n endpoints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SendReview</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignatureBanner</name>
    <message numerus="yes">
        <source>%n signature(s) of this device wanted</source>
        <translation>
            <numerusform>%n signature of this device wanted</numerusform>
            <numerusform>%n signatures of this device wanted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignatureFacts</name>
    <message numerus="yes">
        <source>This device does not understand all of it (%n byte(s) of data).</source>
        <translation>
            <numerusform>This device does not understand all of it (%n byte of data).</numerusform>
            <numerusform>This device does not understand all of it (%n bytes of data).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SigningSheet</name>
    <message numerus="yes">
        <source>%n more after this one</source>
        <translation>
            <numerusform>%n more after this one</numerusform>
            <numerusform>%n more after this one</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrialBalance</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnlockScreen</name>
    <message numerus="yes">
        <source>Wait %n s</source>
        <translation>
            <numerusform>Wait %n s</numerusform>
            <numerusform>Wait %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. You can try again in %n second(s).</source>
        <translation>
            <numerusform>Too many attempts. You can try again in %n second.</numerusform>
            <numerusform>Too many attempts. You can try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WalletItem</name>
    <message numerus="yes">
        <source>%n address(es)</source>
        <translation>
            <numerusform>%n address</numerusform>
            <numerusform>%n addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kosh::ui::WalletsModel</name>
    <message numerus="yes">
        <source>%n used address(es) found.</source>
        <translation>
            <numerusform>%n used address found.</numerusform>
            <numerusform>%n used addresses found.</numerusform>
        </translation>
    </message>
</context>
</TS>
