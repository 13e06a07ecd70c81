<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi_IN">
<context>
    <name>ActivityDetail</name>
    <message>
        <source>All activity</source>
        <translation>सारी गतिविधि</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>अदला-बदली</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>भुगतान</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>अनुमति</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>दिया</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>राशि</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>मिला</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>अपेक्षित</translation>
    </message>
    <message>
        <source>To</source>
        <translation>किसको</translation>
    </message>
    <message>
        <source>Network fee</source>
        <translation>नेटवर्क शुल्क</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>अभी ज्ञात नहीं</translation>
    </message>
    <message>
        <source>When</source>
        <translation>कब</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>ब्लॉक</translation>
    </message>
    <message>
        <source>not in a block yet</source>
        <translation>अभी किसी ब्लॉक में नहीं</translation>
    </message>
    <message>
        <source>Confirmations</source>
        <translation>पुष्टियाँ</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>लेन-देन</translation>
    </message>
    <message>
        <source>Copy the transaction hash</source>
        <translation>लेन-देन का हैश कॉपी करें</translation>
    </message>
    <message>
        <source>Copy the approval&apos;s hash</source>
        <translation>अनुमति का हैश कॉपी करें</translation>
    </message>
    <message>
        <source>In the journal</source>
        <translation>बही में</translation>
    </message>
    <message>
        <source>Nothing is booked.</source>
        <translation>कुछ दर्ज नहीं है।</translation>
    </message>
    <message>
        <source>It is booked once it is final.</source>
        <translation>अंतिम होने पर यह बही में दर्ज होगा।</translation>
    </message>
    <message>
        <source>Signed forms</source>
        <translation>हस्ताक्षरित रूप</translation>
    </message>
    <message>
        <source>Waiting for the signature of your device.</source>
        <translation>आपके उपकरण के हस्ताक्षर की प्रतीक्षा है।</translation>
    </message>
    <message>
        <source>It was not signed, so it was not sent.</source>
        <translation>इस पर हस्ताक्षर नहीं हुआ, इसलिए यह भेजा नहीं गया।</translation>
    </message>
</context>
<context>
    <name>ActivityItem</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 से %2</translation>
    </message>
    <message>
        <source>Sent %1</source>
        <translation>%1 भेजा</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>अनुमति</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>अंतिम</translation>
    </message>
    <message>
        <source>In a block</source>
        <translation>ब्लॉक में</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>विफल</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>बदला गया</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>लंबित</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>रद्द</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>छूट गया</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>हस्ताक्षर बाकी</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>हस्ताक्षर नहीं हुआ</translation>
    </message>
</context>
<context>
    <name>ActivityScreen</name>
    <message>
        <source>Activity</source>
        <translation>गतिविधि</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>अभी कुछ नहीं</translation>
    </message>
    <message>
        <source>Swaps and payments you make appear here.</source>
        <translation>आपकी अदला-बदलियाँ और भुगतान यहाँ दिखेंगे।</translation>
    </message>
    <message>
        <source>Make a swap</source>
        <translation>अदला-बदली करें</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>पुराने दिखाएँ</translation>
    </message>
</context>
<context>
    <name>AddNetworkSheet</name>
    <message>
        <source>Wrapped coin</source>
        <translation>लपेटा हुआ सिक्का</translation>
    </message>
    <message>
        <source>Add a network</source>
        <translation>नेटवर्क जोड़ें</translation>
    </message>
    <message>
        <source>Chain id</source>
        <translation>चेन आईडी</translation>
    </message>
    <message>
        <source>Symbol of its coin</source>
        <translation>उसके सिक्के का चिह्न</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>JSON-RPC address</source>
        <translation>JSON-RPC पता</translation>
    </message>
    <message>
        <source>A test network: its coins have no value</source>
        <translation>परीक्षण नेटवर्क: इसके सिक्कों का कोई मूल्य नहीं</translation>
    </message>
    <message>
        <source>Uniswap V3 is there</source>
        <translation>वहाँ Uniswap V3 है</translation>
    </message>
    <message>
        <source>Check and add</source>
        <translation>जाँचें और जोड़ें</translation>
    </message>
</context>
<context>
    <name>AddWalletSheet</name>
    <message>
        <source>Add a wallet</source>
        <translation>वॉलेट जोड़ें</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>प्रकार</translation>
    </message>
    <message>
        <source>Recovery phrase</source>
        <translation>रिकवरी वाक्यांश</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>निजी कुंजी</translation>
    </message>
    <message>
        <source>Keystore file</source>
        <translation>कीस्टोर फ़ाइल</translation>
    </message>
    <message>
        <source>Watch-only address</source>
        <translation>केवल देखने का पता</translation>
    </message>
    <message>
        <source>12 to 24 words</source>
        <translation>12 से 24 शब्द</translation>
    </message>
    <message>
        <source>64 hex digits</source>
        <translation>64 हेक्स अंक</translation>
    </message>
    <message>
        <source>Version 3, JSON</source>
        <translation>संस्करण 3, JSON</translation>
    </message>
    <message>
        <source>Shown, never signed for</source>
        <translation>दिखता है, हस्ताक्षर कभी नहीं</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>वॉलेट</translation>
    </message>
    <message>
        <source>Text of the keystore file</source>
        <translation>कीस्टोर फ़ाइल का पाठ</translation>
    </message>
    <message>
        <source>BIP-39 passphrase (only if the phrase has one)</source>
        <translation>BIP-39 पासफ़्रेज़ (केवल यदि वाक्यांश का हो)</translation>
    </message>
    <message>
        <source>Passphrase of the file</source>
        <translation>फ़ाइल का पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Derivation path (optional)</source>
        <translation>व्युत्पत्ति पथ (वैकल्पिक)</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>पता</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>जोड़ें</translation>
    </message>
</context>
<context>
    <name>AddressBook</name>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>पता</translation>
    </message>
    <message>
        <source>Where it is valid</source>
        <translation>कहाँ मान्य है</translation>
    </message>
    <message>
        <source>Every network</source>
        <translation>हर नेटवर्क</translation>
    </message>
    <message>
        <source>Add to the address book</source>
        <translation>पता-पुस्तिका में जोड़ें</translation>
    </message>
    <message>
        <source>Nobody yet</source>
        <translation>अभी कोई नहीं</translation>
    </message>
    <message>
        <source>Copy the address of %1</source>
        <translation>%1 का पता कॉपी करें</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 हटाएँ</translation>
    </message>
</context>
<context>
    <name>ApprovalItem</name>
    <message>
        <source>Unlimited</source>
        <translation>असीमित</translation>
    </message>
    <message>
        <source>The whole collection</source>
        <translation>पूरा संग्रह</translation>
    </message>
    <message>
        <source>One token</source>
        <translation>एक टोकन</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>अज्ञात</translation>
    </message>
    <message>
        <source>at risk: %1</source>
        <translation>जोखिम में: %1</translation>
    </message>
    <message>
        <source>%1 · to a person&apos;s account</source>
        <translation>%1 · किसी व्यक्ति के खाते को</translation>
    </message>
    <message>
        <source>at risk</source>
        <translation>जोखिम में</translation>
    </message>
</context>
<context>
    <name>ApprovalsScreen</name>
    <message>
        <source>Approvals</source>
        <translation>अनुमतियाँ</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>ताज़ा करें</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Still reading the logs, up to block %1 so far. There may be more.</source>
        <translation>लॉग अभी पढ़े जा रहे हैं, अब तक ब्लॉक %1 तक। और भी हो सकती हैं।</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>पता</translation>
    </message>
    <message>
        <source>At risk now, of what is priced</source>
        <translation>अभी जोखिम में, जिनका मूल्य ज्ञात है</translation>
    </message>
    <message>
        <source>These allowances are set to zero, each in a transaction of its own that costs a network fee.</source>
        <translation>ये अनुमतियाँ शून्य की जाएँगी, हर एक अपने लेनदेन में, जिसका नेटवर्क शुल्क लगता है।</translation>
    </message>
    <message>
        <source>Nobody may take anything</source>
        <translation>कोई कुछ नहीं ले सकता</translation>
    </message>
    <message>
        <source>There is no allowance on this network.</source>
        <translation>इस नेटवर्क पर कोई अनुमति नहीं है।</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Revoke them</source>
        <translation>इन्हें वापस लें</translation>
    </message>
    <message numerus="yes">
        <source>Revoke %n allowance(s)</source>
        <translation>
            <numerusform>%n अनुमति वापस लें</numerusform>
            <numerusform>%n अनुमतियाँ वापस लें</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose what to revoke</source>
        <translation>चुनें कि क्या वापस लेना है</translation>
    </message>
</context>
<context>
    <name>BackupSection</name>
    <message>
        <source>Backup</source>
        <translation>बैकअप</translation>
    </message>
    <message>
        <source>One encrypted file with everything in the vault. It opens with the present passphrase.</source>
        <translation>तिजोरी की हर चीज़ वाली एक एन्क्रिप्टेड फ़ाइल। यह मौजूदा पासफ़्रेज़ से खुलती है।</translation>
    </message>
    <message>
        <source>New file</source>
        <translation>नई फ़ाइल</translation>
    </message>
    <message>
        <source>Write a backup</source>
        <translation>बैकअप लिखें</translation>
    </message>
    <message>
        <source>The recovery phrase is not confirmed. Enter the passphrase to see it.</source>
        <translation>रिकवरी वाक्यांश की पुष्टि नहीं हुई है। उसे देखने के लिए पासफ़्रेज़ दें।</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Show the recovery phrase</source>
        <translation>रिकवरी वाक्यांश दिखाएँ</translation>
    </message>
</context>
<context>
    <name>ChainPicker</name>
    <message>
        <source>Network</source>
        <translation>नेटवर्क</translation>
    </message>
</context>
<context>
    <name>ChangeBanner</name>
    <message>
        <source>Done and booked.</source>
        <translation>हो गया और बही में दर्ज।</translation>
    </message>
    <message>
        <source>Under way: %1</source>
        <translation>जारी: %1</translation>
    </message>
</context>
<context>
    <name>ChoicePicker</name>
    <message>
        <source>Choose</source>
        <translation>चुनें</translation>
    </message>
</context>
<context>
    <name>ConfirmStep</name>
    <message>
        <source>Check your notes</source>
        <translation>अपना लिखा जाँचें</translation>
    </message>
    <message>
        <source>Type these three words from your paper.</source>
        <translation>अपने काग़ज़ से ये तीन शब्द लिखें।</translation>
    </message>
    <message>
        <source>Word %1</source>
        <translation>शब्द %1</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>पुष्टि करें</translation>
    </message>
    <message>
        <source>Show the words again</source>
        <translation>शब्द फिर दिखाएँ</translation>
    </message>
</context>
<context>
    <name>CopyText</name>
    <message>
        <source>Copy</source>
        <translation>कॉपी करें</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>कॉपी हो गया</translation>
    </message>
</context>
<context>
    <name>DeviceBackup</name>
    <message>
        <source>Back up the keys of this device</source>
        <translation>इस उपकरण की कुंजियों का बैकअप लें</translation>
    </message>
    <message>
        <source>Only the recovery phrase brings these keys back: the node has no copy.</source>
        <translation>केवल रिकवरी वाक्यांश ही ये कुंजियाँ लौटाता है: नोड के पास कोई प्रति नहीं है।</translation>
    </message>
    <message>
        <source>Passphrase of this device</source>
        <translation>इस उपकरण का पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Show the recovery phrase</source>
        <translation>रिकवरी वाक्यांश दिखाएँ</translation>
    </message>
</context>
<context>
    <name>DeviceKeySheet</name>
    <message>
        <source>Use a key of this device</source>
        <translation>इस उपकरण की कुंजी लें</translation>
    </message>
    <message>
        <source>The key stays here. The node prepares, this device is asked for each signature, and the node sends.</source>
        <translation>कुंजी यहीं रहती है। नोड तैयार करता है, हर हस्ताक्षर इस उपकरण से माँगा जाता है, और नोड भेजता है।</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>यह कुंजी लें</translation>
    </message>
    <message>
        <source>Use the key of %1</source>
        <translation>%1 की कुंजी लें</translation>
    </message>
</context>
<context>
    <name>DeviceKeys</name>
    <message>
        <source>Keys on this device</source>
        <translation>इस उपकरण की कुंजियाँ</translation>
    </message>
    <message>
        <source>Back to the node</source>
        <translation>नोड पर वापस</translation>
    </message>
    <message>
        <source>The keys on this device</source>
        <translation>इस उपकरण की कुंजियाँ</translation>
    </message>
</context>
<context>
    <name>DeviceState</name>
    <message>
        <source>This device has no keys of its own yet. With them it signs, and the node sends.</source>
        <translation>इस उपकरण की अपनी कुंजियाँ अभी नहीं हैं। उनसे यह हस्ताक्षर करता है और नोड भेजता है।</translation>
    </message>
    <message>
        <source>The keys of this device are locked.</source>
        <translation>इस उपकरण की कुंजियाँ बंद हैं।</translation>
    </message>
    <message>
        <source>The keys of this device are unlocked.</source>
        <translation>इस उपकरण की कुंजियाँ खुली हैं।</translation>
    </message>
    <message>
        <source>Create keys on this device</source>
        <translation>इस उपकरण पर कुंजियाँ बनाएँ</translation>
    </message>
    <message>
        <source>Unlock the keys of this device</source>
        <translation>इस उपकरण की कुंजियाँ खोलें</translation>
    </message>
    <message>
        <source>Add a wallet on this device</source>
        <translation>इस उपकरण पर वॉलेट जोड़ें</translation>
    </message>
    <message>
        <source>Their recovery phrase is not confirmed yet. Without it, a lost device is lost money.</source>
        <translation>इनके रिकवरी वाक्यांश की पुष्टि अभी नहीं हुई। उसके बिना उपकरण खोया तो पैसा खोया।</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>बैकअप लें</translation>
    </message>
</context>
<context>
    <name>EditStage</name>
    <message>
        <source>Balance unknown</source>
        <translation>शेष अज्ञात</translation>
    </message>
    <message>
        <source>Balance %1</source>
        <translation>शेष %1</translation>
    </message>
    <message>
        <source>You pay</source>
        <translation>आप देंगे</translation>
    </message>
    <message>
        <source>Token to pay with</source>
        <translation>देने का टोकन</translation>
    </message>
    <message>
        <source>All</source>
        <translation>सब</translation>
    </message>
    <message>
        <source>Pay with the whole balance</source>
        <translation>पूरा शेष दें</translation>
    </message>
    <message>
        <source>You receive</source>
        <translation>आपको मिलेगा</translation>
    </message>
    <message>
        <source>Token to receive</source>
        <translation>पाने का टोकन</translation>
    </message>
    <message>
        <source>Turn the direction round</source>
        <translation>दिशा उलटें</translation>
    </message>
    <message>
        <source>You have less %1 than this needs.</source>
        <translation>आपके पास इसके लिए पर्याप्त %1 नहीं है।</translation>
    </message>
    <message>
        <source>Slippage %1</source>
        <translation>स्लिपेज %1</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>जाँचें</translation>
    </message>
</context>
<context>
    <name>EffectItem</name>
    <message>
        <source>Approval</source>
        <translation>अनुमति</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>अदला-बदली</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>भुगतान</translation>
    </message>
    <message>
        <source>Change of a position</source>
        <translation>पोज़िशन में बदलाव</translation>
    </message>
    <message>
        <source>simulated just now</source>
        <translation>अभी आज़माया गया</translation>
    </message>
    <message>
        <source>tried just now; changes read from the call</source>
        <translation>अभी परखा गया; बदलाव कॉल से पढ़े गए</translation>
    </message>
    <message>
        <source>not tried: read from the call</source>
        <translation>परखा नहीं गया: कॉल से पढ़ा गया</translation>
    </message>
    <message>
        <source>It would fail: %1</source>
        <translation>यह विफल होगा: %1</translation>
    </message>
    <message>
        <source>May be taken by %1</source>
        <translation>%1 ले सकेगा</translation>
    </message>
    <message>
        <source>Leaves you</source>
        <translation>आपसे जाएगा</translation>
    </message>
    <message>
        <source>Comes to you</source>
        <translation>आपको मिलेगा</translation>
    </message>
    <message>
        <source>unlimited: all %1, now and later</source>
        <translation>असीमित: सारा %1, अभी और बाद में</translation>
    </message>
    <message>
        <source>no %1 any more</source>
        <translation>अब कोई %1 नहीं</translation>
    </message>
    <message>
        <source>%1 of the smallest units of %2</source>
        <translation>%2 की %1 सबसे छोटी इकाइयाँ</translation>
    </message>
</context>
<context>
    <name>EndpointItem</name>
    <message>
        <source>Off</source>
        <translation>बंद</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>ठीक</translation>
    </message>
    <message>
        <source>Unwell</source>
        <translation>अस्वस्थ</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>अस्वीकृत</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>अभी पूछा नहीं गया</translation>
    </message>
    <message>
        <source>reads only</source>
        <translation>केवल पढ़ना</translation>
    </message>
    <message>
        <source>private broadcasts only</source>
        <translation>केवल निजी प्रसारण</translation>
    </message>
    <message>
        <source>reads and broadcasts</source>
        <translation>पढ़ना और प्रसारण</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 का उपयोग करें</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 बदलें</translation>
    </message>
    <message>
        <source>Order %1 · weight %2</source>
        <translation>क्रम %1 · भार %2</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>ब्लॉक %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 मि.से.</translation>
    </message>
    <message>
        <source>%1 requests, %2 failed</source>
        <translation>%1 अनुरोध, %2 विफल</translation>
    </message>
</context>
<context>
    <name>EndpointSection</name>
    <message>
        <source>Endpoint of %1</source>
        <translation>%1 का एंडपॉइंट</translation>
    </message>
    <message>
        <source>JSON-RPC address; your own node is best</source>
        <translation>JSON-RPC पता; अपना नोड सबसे अच्छा है</translation>
    </message>
    <message>
        <source>Check and use</source>
        <translation>जाँचकर उपयोग करें</translation>
    </message>
</context>
<context>
    <name>EndpointSheet</name>
    <message>
        <source>Add an endpoint</source>
        <translation>एंडपॉइंट जोड़ें</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>एंडपॉइंट</translation>
    </message>
    <message>
        <source>Kosh asks it for its chain id first. Your own node is best: whoever runs an endpoint sees your addresses.</source>
        <translation>कोष पहले उससे चेन आईडी पूछता है। अपना नोड सबसे अच्छा है: एंडपॉइंट चलाने वाला आपके पते देखता है।</translation>
    </message>
    <message>
        <source>JSON-RPC address</source>
        <translation>JSON-RPC पता</translation>
    </message>
    <message>
        <source>Order, lower first</source>
        <translation>क्रम, छोटा पहले</translation>
    </message>
    <message>
        <source>Weight among equals</source>
        <translation>समान क्रम में भार</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>उपयोग</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>सब कुछ</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>पढ़ना</translation>
    </message>
    <message>
        <source>Private sends</source>
        <translation>निजी प्रेषण</translation>
    </message>
    <message>
        <source>Add the endpoint</source>
        <translation>एंडपॉइंट जोड़ें</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>Remove the endpoint</source>
        <translation>एंडपॉइंट हटाएँ</translation>
    </message>
</context>
<context>
    <name>EntryCard</name>
    <message>
        <source>Entry %1: %2</source>
        <translation>प्रविष्टि %1: %2</translation>
    </message>
    <message>
        <source>Reversal</source>
        <translation>उलट प्रविष्टि</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>This passphrase does not open the vault.</source>
        <translation>यह पासफ़्रेज़ तिजोरी नहीं खोलता।</translation>
    </message>
    <message>
        <source>The passphrase needs at least 8 characters.</source>
        <translation>पासफ़्रेज़ में कम से कम 8 अक्षर चाहिए।</translation>
    </message>
    <message>
        <source>There is a vault here already.</source>
        <translation>यहाँ पहले से एक तिजोरी है।</translation>
    </message>
    <message>
        <source>There is no vault here yet.</source>
        <translation>यहाँ अभी कोई तिजोरी नहीं है।</translation>
    </message>
    <message>
        <source>Signing is locked. Enter the passphrase to go on.</source>
        <translation>हस्ताक्षर बंद है। आगे बढ़ने के लिए पासफ़्रेज़ दें।</translation>
    </message>
    <message>
        <source>At least one word differs from your recovery phrase.</source>
        <translation>कम से कम एक शब्द आपके रिकवरी वाक्यांश से अलग है।</translation>
    </message>
    <message>
        <source>This wallet is here already.</source>
        <translation>यह वॉलेट यहाँ पहले से है।</translation>
    </message>
    <message>
        <source>These words are not a recovery phrase: check their order and spelling.</source>
        <translation>ये शब्द रिकवरी वाक्यांश नहीं हैं: क्रम और वर्तनी जाँचें।</translation>
    </message>
    <message>
        <source>A recovery phrase has 12, 15, 18, 21 or 24 words.</source>
        <translation>रिकवरी वाक्यांश में 12, 15, 18, 21 या 24 शब्द होते हैं।</translation>
    </message>
    <message>
        <source>The quote has expired. Ask again.</source>
        <translation>भाव की अवधि समाप्त हो गई। फिर से पूछें।</translation>
    </message>
    <message>
        <source>The network cannot be reached, so this quote cannot be traded.</source>
        <translation>नेटवर्क तक पहुँच नहीं है, इसलिए इस भाव पर सौदा नहीं हो सकता।</translation>
    </message>
    <message>
        <source>Choose two different tokens.</source>
        <translation>दो अलग टोकन चुनें।</translation>
    </message>
    <message>
        <source>No pool connects these two tokens.</source>
        <translation>इन दो टोकनों को कोई पूल नहीं जोड़ता।</translation>
    </message>
    <message>
        <source>The pools do not hold enough for this amount.</source>
        <translation>पूलों में इस राशि के लिए पर्याप्त नहीं है।</translation>
    </message>
    <message>
        <source>Enter an amount above zero.</source>
        <translation>शून्य से अधिक राशि लिखें।</translation>
    </message>
    <message>
        <source>The amount has more decimal places than the token.</source>
        <translation>राशि में टोकन से अधिक दशमलव स्थान हैं।</translation>
    </message>
    <message>
        <source>Enter the amount as a plain number.</source>
        <translation>राशि सादी संख्या में लिखें।</translation>
    </message>
    <message>
        <source>No endpoint of this network answers at the moment.</source>
        <translation>इस नेटवर्क का कोई एंडपॉइंट अभी उत्तर नहीं दे रहा।</translation>
    </message>
    <message>
        <source>The price moved beyond your slippage limit.</source>
        <translation>भाव आपकी स्लिपेज सीमा से आगे चला गया।</translation>
    </message>
    <message>
        <source>The swap was not mined before its deadline.</source>
        <translation>अदला-बदली समय-सीमा से पहले ब्लॉक में नहीं आई।</translation>
    </message>
    <message>
        <source>Another transaction took the place of this one.</source>
        <translation>किसी और लेन-देन ने इसकी जगह ले ली।</translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>बहुत अधिक प्रयास। %n सेकंड में फिर कोशिश करें।</numerusform>
            <numerusform>बहुत अधिक प्रयास। %n सेकंड में फिर कोशिश करें।</numerusform>
        </translation>
    </message>
    <message>
        <source>Word %1 is not in the word list.</source>
        <translation>शब्द %1 शब्द-सूची में नहीं है।</translation>
    </message>
    <message>
        <source>The vault is locked.</source>
        <translation>तिजोरी बंद है।</translation>
    </message>
    <message>
        <source>This passphrase is too long.</source>
        <translation>यह पासफ़्रेज़ बहुत लंबा है।</translation>
    </message>
    <message>
        <source>An amount cannot be below zero.</source>
        <translation>राशि शून्य से कम नहीं हो सकती।</translation>
    </message>
    <message>
        <source>Write the amount out: no power of ten such as 1e18.</source>
        <translation>राशि पूरी लिखें: 1e18 जैसी दस की घात नहीं।</translation>
    </message>
    <message>
        <source>This amount is greater than any token can have.</source>
        <translation>यह राशि किसी भी टोकन की सीमा से अधिक है।</translation>
    </message>
    <message>
        <source>An address is 0x and 40 characters of 0 to 9 and a to f.</source>
        <translation>पता 0x और 0 से 9 तथा a से f के 40 अक्षर होता है।</translation>
    </message>
    <message>
        <source>The small and capital letters of this address do not fit: a character is wrong.</source>
        <translation>इस पते के छोटे-बड़े अक्षर मेल नहीं खाते: कोई अक्षर ग़लत है।</translation>
    </message>
    <message>
        <source>This address is not in this vault.</source>
        <translation>यह पता इस तिजोरी में नहीं है।</translation>
    </message>
    <message>
        <source>This address is only watched: its key is not here.</source>
        <translation>यह पता केवल देखा जाता है: इसकी कुंजी यहाँ नहीं है।</translation>
    </message>
    <message>
        <source>What is sent to this address is lost for everybody.</source>
        <translation>इस पते पर भेजा गया सबके लिए खो जाता है।</translation>
    </message>
    <message>
        <source>This point in time is over.</source>
        <translation>यह समय बीत चुका है।</translation>
    </message>
    <message>
        <source>The network does not take a fee this low.</source>
        <translation>नेटवर्क इतना कम शुल्क नहीं लेता।</translation>
    </message>
    <message>
        <source>This transaction is no longer under way.</source>
        <translation>यह लेन-देन अब जारी नहीं है।</translation>
    </message>
    <message>
        <source>Another transaction has this place in the order already.</source>
        <translation>क्रम में यह जगह पहले ही दूसरे लेन-देन की है।</translation>
    </message>
    <message>
        <source>This token takes no approval by signature.</source>
        <translation>यह टोकन हस्ताक्षर से अनुमति नहीं लेता।</translation>
    </message>
    <message>
        <source>Permit2 is not there on this network.</source>
        <translation>इस नेटवर्क पर Permit2 नहीं है।</translation>
    </message>
    <message>
        <source>It is not known who would get this.</source>
        <translation>यह ज्ञात नहीं कि यह किसे मिलेगा।</translation>
    </message>
    <message>
        <source>This password does not open the key file.</source>
        <translation>यह पासवर्ड कुंजी फ़ाइल नहीं खोलता।</translation>
    </message>
    <message>
        <source>Two endpoints say different things about this.</source>
        <translation>इस पर दो एंडपॉइंट अलग बातें कहते हैं।</translation>
    </message>
    <message>
        <source>An endpoint is a complete http:// or https:// address.</source>
        <translation>एंडपॉइंट पूरा http:// या https:// पता होता है।</translation>
    </message>
    <message>
        <source>No endpoint of this network is for private sends.</source>
        <translation>इस नेटवर्क का कोई एंडपॉइंट निजी प्रेषण के लिए नहीं है।</translation>
    </message>
    <message>
        <source>Another transaction was faster.</source>
        <translation>दूसरा लेन-देन आगे निकल गया।</translation>
    </message>
    <message>
        <source>The network wants a higher fee.</source>
        <translation>नेटवर्क अधिक शुल्क चाहता है।</translation>
    </message>
    <message>
        <source>There is too little of the coin for the amount and the fee.</source>
        <translation>राशि और शुल्क के लिए सिक्का कम है।</translation>
    </message>
    <message>
        <source>You switched this host off.</source>
        <translation>आपने यह होस्ट बंद किया है।</translation>
    </message>
    <message>
        <source>There was no answer in time.</source>
        <translation>समय पर उत्तर नहीं मिला।</translation>
    </message>
    <message>
        <source>There is no token at this address.</source>
        <translation>इस पते पर कोई टोकन नहीं है।</translation>
    </message>
    <message>
        <source>The balance could not be read.</source>
        <translation>शेष पढ़ा नहीं जा सका।</translation>
    </message>
    <message>
        <source>This amount is too small to be traded.</source>
        <translation>यह राशि अदला-बदली के लिए बहुत छोटी है।</translation>
    </message>
    <message>
        <source>This token keeps a part of every transfer, which pools cannot work with.</source>
        <translation>यह टोकन हर स्थानांतरण का एक भाग रख लेता है, जिससे पूल काम नहीं कर सकते।</translation>
    </message>
    <message>
        <source>No pool can have this price.</source>
        <translation>किसी पूल का यह भाव नहीं हो सकता।</translation>
    </message>
    <message>
        <source>The price is there already: swap at once, or ask for a better price.</source>
        <translation>भाव पहले ही वहाँ है: तुरंत अदला-बदली करें, या बेहतर भाव माँगें।</translation>
    </message>
    <message>
        <source>The price moved further than you agreed to.</source>
        <translation>भाव आपकी सहमति से आगे खिसक गया।</translation>
    </message>
    <message>
        <source>A token refused to be moved.</source>
        <translation>एक टोकन ने स्थानांतरण से मना किया।</translation>
    </message>
    <message>
        <source>The transaction was cancelled.</source>
        <translation>लेन-देन रद्द किया गया।</translation>
    </message>
    <message>
        <source>This order is over.</source>
        <translation>यह ऑर्डर समाप्त है।</translation>
    </message>
    <message>
        <source>There are no liquidity positions on this network.</source>
        <translation>इस नेटवर्क पर तरलता पोज़िशन नहीं होतीं।</translation>
    </message>
    <message>
        <source>The range has to begin below its end.</source>
        <translation>सीमा का आरंभ उसके अंत से नीचे होना चाहिए।</translation>
    </message>
    <message>
        <source>The network cannot be reached, so nothing can be changed now.</source>
        <translation>नेटवर्क तक पहुँच नहीं है, इसलिए अभी कुछ बदला नहीं जा सकता।</translation>
    </message>
    <message>
        <source>This position belongs to another address.</source>
        <translation>यह पोज़िशन किसी दूसरे पते की है।</translation>
    </message>
    <message>
        <source>There is no liquidity in this position.</source>
        <translation>इस पोज़िशन में तरलता नहीं है।</translation>
    </message>
    <message>
        <source>There are no fees to collect.</source>
        <translation>लेने को कोई शुल्क नहीं है।</translation>
    </message>
    <message>
        <source>The change was not mined before its deadline.</source>
        <translation>बदलाव समय-सीमा से पहले ब्लॉक में नहीं आया।</translation>
    </message>
    <message>
        <source>This network has no token that values are shown in.</source>
        <translation>इस नेटवर्क पर मूल्य दिखाने का कोई टोकन नहीं है।</translation>
    </message>
    <message>
        <source>A transaction is under way. Try again when it is final.</source>
        <translation>एक लेन-देन जारी है। उसके अंतिम होने पर फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>A payment link begins with ethereum:</source>
        <translation>भुगतान लिंक ethereum: से शुरू होता है</translation>
    </message>
    <message>
        <source>The address in this link is wrong.</source>
        <translation>इस लिंक का पता ग़लत है।</translation>
    </message>
    <message>
        <source>The amount in this link is wrong.</source>
        <translation>इस लिंक की राशि ग़लत है।</translation>
    </message>
    <message>
        <source>This link asks for more than a payment.</source>
        <translation>यह लिंक भुगतान से अधिक माँगता है।</translation>
    </message>
    <message>
        <source>The key of this address is on another device of yours.</source>
        <translation>इस पते की कुंजी आपके दूसरे उपकरण पर है।</translation>
    </message>
    <message>
        <source>It was declined, or its time to be signed is over.</source>
        <translation>इसे मना किया गया, या हस्ताक्षर का समय बीत गया।</translation>
    </message>
    <message>
        <source>The node does not ask for this signature any more.</source>
        <translation>नोड अब यह हस्ताक्षर नहीं माँगता।</translation>
    </message>
    <message>
        <source>It has been signed already.</source>
        <translation>इस पर हस्ताक्षर हो चुका है।</translation>
    </message>
    <message>
        <source>It was not signed, so it was not sent.</source>
        <translation>इस पर हस्ताक्षर नहीं हुआ, इसलिए यह भेजा नहीं गया।</translation>
    </message>
</context>
<context>
    <name>FieldEditor</name>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (वैकल्पिक)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Add: %1</source>
        <translation>जोड़ें: %1</translation>
    </message>
    <message>
        <source>Remove: %1</source>
        <translation>हटाएँ: %1</translation>
    </message>
</context>
<context>
    <name>FindingItem</name>
    <message>
        <source>Found: %1</source>
        <translation>मिला: %1</translation>
    </message>
    <message>
        <source>Limit: %1</source>
        <translation>सीमा: %1</translation>
    </message>
    <message>
        <source>This cannot be ignored: it is not signed.</source>
        <translation>इसे अनदेखा नहीं किया जा सकता: हस्ताक्षर नहीं होगा।</translation>
    </message>
</context>
<context>
    <name>GainsCard</name>
    <message>
        <source>Gains</source>
        <translation>लाभ</translation>
    </message>
    <message>
        <source>Gains by</source>
        <translation>लाभ किसके अनुसार</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>टोकन</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>वॉलेट</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>नेटवर्क</translation>
    </message>
    <message>
        <source>Nothing was bought or sold yet.</source>
        <translation>अभी कुछ ख़रीदा या बेचा नहीं गया।</translation>
    </message>
    <message>
        <source>Realised</source>
        <translation>प्राप्त</translation>
    </message>
    <message>
        <source>Unrealised</source>
        <translation>अप्राप्त</translation>
    </message>
    <message>
        <source>Cost and value now</source>
        <translation>लागत और अभी का मूल्य</translation>
    </message>
    <message numerus="yes">
        <source>%n lot(s) or sale(s) are left out: no price or no cost is known</source>
        <translation>
            <numerusform>%n लॉट या बिक्री छोड़ी गई: भाव या लागत ज्ञात नहीं</numerusform>
            <numerusform>%n लॉट या बिक्रियाँ छोड़ी गईं: भाव या लागत ज्ञात नहीं</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryCard</name>
    <message>
        <source>Value over time</source>
        <translation>समय के साथ मूल्य</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>अवधि</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>सप्ताह</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>महीना</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>वर्ष</translation>
    </message>
    <message>
        <source>Nothing was recorded yet</source>
        <translation>अभी कुछ दर्ज नहीं हुआ</translation>
    </message>
    <message>
        <source>From the first record on, Kosh notes the value every hour while it runs.</source>
        <translation>पहले अभिलेख से कोष चलते समय हर घंटे मूल्य दर्ज करता है।</translation>
    </message>
    <message>
        <source>Record it now</source>
        <translation>अभी दर्ज करें</translation>
    </message>
    <message>
        <source>Value over time, from %1 to %2 %3</source>
        <translation>समय के साथ मूल्य, %1 से %2 %3 तक</translation>
    </message>
    <message>
        <source>First and last record</source>
        <translation>पहला और अंतिम अभिलेख</translation>
    </message>
    <message>
        <source>Where the line is broken, something had no price or no network answered.</source>
        <translation>जहाँ रेखा टूटी है, वहाँ किसी का भाव नहीं था या नेटवर्क ने उत्तर नहीं दिया।</translation>
    </message>
</context>
<context>
    <name>HoldingItem</name>
    <message>
        <source>Unknown</source>
        <translation>अज्ञात</translation>
    </message>
    <message>
        <source>Unpriced</source>
        <translation>मूल्य अज्ञात</translation>
    </message>
</context>
<context>
    <name>HoldingsPart</name>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Reading balances…</source>
        <translation>शेष पढ़े जा रहे हैं…</translation>
    </message>
    <message>
        <source>Balances are not known yet</source>
        <translation>शेष अभी ज्ञात नहीं</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>यहाँ अभी कुछ नहीं</translation>
    </message>
    <message>
        <source>Send coins or tokens to your address and they appear with the next block.</source>
        <translation>अपने पते पर सिक्के या टोकन भेजें; वे अगले ब्लॉक के साथ दिखेंगे।</translation>
    </message>
    <message>
        <source>Show my address</source>
        <translation>मेरा पता दिखाएँ</translation>
    </message>
    <message>
        <source>Block %1 · %2 · %3</source>
        <translation>ब्लॉक %1 · %2 · %3</translation>
    </message>
</context>
<context>
    <name>HostList</name>
    <message>
        <source>Kosh talks to these hosts and to no others. One that is off is never asked.</source>
        <translation>कोष केवल इन होस्टों से बात करता है। जो बंद है, उससे कभी नहीं पूछा जाता।</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Nobody is asked for anything</source>
        <translation>किसी से कुछ नहीं पूछा जाता</translation>
    </message>
    <message>
        <source>%1 requests · %2 sent · %3 received</source>
        <translation>%1 अनुरोध · %2 भेजा · %3 मिला</translation>
    </message>
    <message>
        <source>Ask %1</source>
        <translation>%1 से पूछें</translation>
    </message>
</context>
<context>
    <name>ImportStep</name>
    <message>
        <source>Enter your recovery phrase</source>
        <translation>अपना रिकवरी वाक्यांश लिखें</translation>
    </message>
    <message>
        <source>Recovery phrase</source>
        <translation>रिकवरी वाक्यांश</translation>
    </message>
    <message numerus="yes">
        <source>%n word(s) so far; 12 to 24 are needed</source>
        <translation>
            <numerusform>अब तक %n शब्द; 12 से 24 चाहिए</numerusform>
            <numerusform>अब तक %n शब्द; 12 से 24 चाहिए</numerusform>
        </translation>
    </message>
    <message>
        <source>Import</source>
        <translation>आयात करें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
</context>
<context>
    <name>JournalScreen</name>
    <message>
        <source>Journal</source>
        <translation>बही</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>The journal is empty</source>
        <translation>बही खाली है</translation>
    </message>
    <message>
        <source>The first entry is the opening balance of your address. Swaps and payments follow when they are final.</source>
        <translation>पहली प्रविष्टि आपके पते का प्रारंभिक शेष है। अदला-बदलियाँ और भुगतान अंतिम होने पर आते हैं।</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>पुराने दिखाएँ</translation>
    </message>
</context>
<context>
    <name>LinkBanner</name>
    <message>
        <source>%1 does not take this device. %2</source>
        <translation>%1 इस उपकरण को स्वीकार नहीं करता। %2</translation>
    </message>
    <message>
        <source>%1 cannot be reached; reconnecting. %2</source>
        <translation>%1 तक पहुँच नहीं है; फिर से जोड़ा जा रहा है। %2</translation>
    </message>
    <message>
        <source>Stop using it</source>
        <translation>इसका उपयोग बंद करें</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>अभी प्रयास करें</translation>
    </message>
</context>
<context>
    <name>LiquidityScreen</name>
    <message>
        <source>Liquidity</source>
        <translation>तरलता</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>ताज़ा करें</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>भाग</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>स्थितियाँ</translation>
    </message>
    <message>
        <source>New position</source>
        <translation>नई स्थिति</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>No positions here</source>
        <translation>यहाँ कोई स्थिति नहीं</translation>
    </message>
    <message>
        <source>Open one</source>
        <translation>एक खोलें</translation>
    </message>
</context>
<context>
    <name>LotsCard</name>
    <message>
        <source>bought</source>
        <translation>ख़रीदा</translation>
    </message>
    <message>
        <source>earned</source>
        <translation>अर्जित</translation>
    </message>
    <message>
        <source>was there</source>
        <translation>पहले से था</translation>
    </message>
    <message>
        <source>Lots</source>
        <translation>लॉट</translation>
    </message>
    <message>
        <source>There are none yet.</source>
        <translation>अभी कोई नहीं।</translation>
    </message>
    <message>
        <source>Cost unknown</source>
        <translation>लागत अज्ञात</translation>
    </message>
    <message>
        <source>Say what these %1 cost</source>
        <translation>बताएँ कि ये %1 कितने में पड़े</translation>
    </message>
    <message>
        <source>What the whole lot cost</source>
        <translation>पूरे लॉट की लागत</translation>
    </message>
    <message>
        <source>empty = unknown</source>
        <translation>खाली = अज्ञात</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>received</source>
        <translation>मिला</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>The vault on %1</source>
        <translation>%1 पर तिजोरी</translation>
    </message>
</context>
<context>
    <name>MeaningCard</name>
    <message>
        <source>A message</source>
        <translation>एक संदेश</translation>
    </message>
    <message>
        <source>Bytes that are no text</source>
        <translation>बाइट जो पाठ नहीं हैं</translation>
    </message>
    <message>
        <source>An allowance by signature (Permit)</source>
        <translation>हस्ताक्षर से अनुमति (Permit)</translation>
    </message>
    <message>
        <source>An allowance by signature (Permit2)</source>
        <translation>हस्ताक्षर से अनुमति (Permit2)</translation>
    </message>
    <message>
        <source>A transfer by signature (Permit2)</source>
        <translation>हस्ताक्षर से स्थानांतरण (Permit2)</translation>
    </message>
    <message>
        <source>Typed data of unknown meaning</source>
        <translation>अज्ञात अर्थ का टाइप्ड डेटा</translation>
    </message>
    <message>
        <source>Kosh does not know what this allows. Only sign it when you do.</source>
        <translation>कोष नहीं जानता कि यह क्या अनुमति देता है। आप जानते हों तभी हस्ताक्षर करें।</translation>
    </message>
    <message>
        <source>Asked by, as it says itself</source>
        <translation>माँगने वाला, उसी के अनुसार</translation>
    </message>
    <message>
        <source>Valid on network</source>
        <translation>मान्य नेटवर्क</translation>
    </message>
    <message>
        <source>every one</source>
        <translation>हर एक</translation>
    </message>
    <message>
        <source>Checked by contract</source>
        <translation>जाँचने वाला अनुबंध</translation>
    </message>
    <message>
        <source>Can be used until</source>
        <translation>उपयोग की सीमा</translation>
    </message>
    <message>
        <source>Lets others take</source>
        <translation>दूसरे ले सकेंगे</translation>
    </message>
    <message>
        <source>all there is, now and later</source>
        <translation>जो भी है, अभी और बाद में</translation>
    </message>
    <message>
        <source>Who may take</source>
        <translation>कौन ले सकेगा</translation>
    </message>
    <message>
        <source>anybody who has the signature</source>
        <translation>जिसके पास हस्ताक्षर हो</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>कब तक</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>सदा</translation>
    </message>
    <message>
        <source>All that is signed: %1</source>
        <translation>जिस पर हस्ताक्षर होगा: %1</translation>
    </message>
    <message>
        <source>Digest %1</source>
        <translation>डाइजेस्ट %1</translation>
    </message>
    <message>
        <source>Copy the digest</source>
        <translation>डाइजेस्ट कॉपी करें</translation>
    </message>
</context>
<context>
    <name>MintForm</name>
    <message>
        <source>First token</source>
        <translation>पहला टोकन</translation>
    </message>
    <message>
        <source>Second token</source>
        <translation>दूसरा टोकन</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>शुल्क</translation>
    </message>
    <message>
        <source>Liquidity by price; from %1 to %2 is chosen</source>
        <translation>भाव के अनुसार तरलता; %1 से %2 चुना है</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>दायरा</translation>
    </message>
    <message>
        <source>Narrow</source>
        <translation>संकरा</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>मध्यम</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>चौड़ा</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>पूरा</translation>
    </message>
    <message>
        <source>Price now</source>
        <translation>अभी का भाव</translation>
    </message>
    <message>
        <source>%1 %2 for 1 %3</source>
        <translation>1 %3 के लिए %1 %2</translation>
    </message>
    <message>
        <source>Earns between</source>
        <translation>इनके बीच कमाती है</translation>
    </message>
    <message>
        <source>Amount of %1, at most</source>
        <translation>%1 की राशि, अधिकतम</translation>
    </message>
    <message>
        <source>what fits the other</source>
        <translation>जो दूसरी से मेल खाए</translation>
    </message>
    <message>
        <source>What goes in</source>
        <translation>क्या जाएगा</translation>
    </message>
    <message>
        <source>Approvals needed first</source>
        <translation>पहले आवश्यक अनुमतियाँ</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Open the position</source>
        <translation>स्थिति खोलें</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>समीक्षा करें</translation>
    </message>
</context>
<context>
    <name>MoreSheet</name>
    <message>
        <source>More</source>
        <translation>और</translation>
    </message>
</context>
<context>
    <name>NetworkDetail</name>
    <message>
        <source>All networks</source>
        <translation>सभी नेटवर्क</translation>
    </message>
    <message>
        <source>Chain id</source>
        <translation>चेन आईडी</translation>
    </message>
    <message>
        <source>Newest block</source>
        <translation>नवीनतम ब्लॉक</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>अज्ञात</translation>
    </message>
    <message>
        <source>Safe and final</source>
        <translation>सुरक्षित और अंतिम</translation>
    </message>
    <message>
        <source>Final after %1 blocks</source>
        <translation>%1 ब्लॉक बाद अंतिम</translation>
    </message>
    <message>
        <source>Swaps and positions</source>
        <translation>अदला-बदली और पोज़िशन</translation>
    </message>
    <message>
        <source>Uniswap V3</source>
        <translation>Uniswap V3</translation>
    </message>
    <message>
        <source>Not known here</source>
        <translation>यहाँ ज्ञात नहीं</translation>
    </message>
    <message>
        <source>Data of</source>
        <translation>डेटा की तिथि</translation>
    </message>
    <message>
        <source>Compare the data with the network</source>
        <translation>डेटा की नेटवर्क से तुलना करें</translation>
    </message>
    <message>
        <source>Everything is as expected.</source>
        <translation>सब अपेक्षा के अनुसार है।</translation>
    </message>
    <message>
        <source>Not everything is as expected.</source>
        <translation>सब अपेक्षा के अनुसार नहीं है।</translation>
    </message>
    <message>
        <source>%1 instead of %2</source>
        <translation>%2 के बजाय %1</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>एंडपॉइंट</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Add an endpoint</source>
        <translation>एंडपॉइंट जोड़ें</translation>
    </message>
    <message>
        <source>There is none: add one to use this network.</source>
        <translation>कोई नहीं है: इस नेटवर्क के लिए एक जोड़ें।</translation>
    </message>
</context>
<context>
    <name>NetworkItem</name>
    <message>
        <source>No endpoint</source>
        <translation>कोई एंडपॉइंट नहीं</translation>
    </message>
    <message numerus="yes">
        <source>%n endpoint(s)</source>
        <translation>
            <numerusform>%n एंडपॉइंट</numerusform>
            <numerusform>%n एंडपॉइंट</numerusform>
        </translation>
    </message>
    <message>
        <source>Chain %1</source>
        <translation>चेन %1</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>आपका</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>परीक्षण</translation>
    </message>
</context>
<context>
    <name>NetworksScreen</name>
    <message>
        <source>Networks</source>
        <translation>नेटवर्क</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>ताज़ा करें</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Add a network</source>
        <translation>नेटवर्क जोड़ें</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>भाग</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>होस्ट</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Choose a network</source>
        <translation>नेटवर्क चुनें</translation>
    </message>
</context>
<context>
    <name>NodeSection</name>
    <message>
        <source>Node %1</source>
        <translation>नोड %1</translation>
    </message>
    <message>
        <source>Connected. Vault, books and backups are on the node.</source>
        <translation>जुड़ा हुआ है। तिजोरी, बही और बैकअप नोड पर हैं।</translation>
    </message>
    <message>
        <source>Not connected.</source>
        <translation>जुड़ा हुआ नहीं है।</translation>
    </message>
    <message>
        <source>Forget the node and this device&apos;s key</source>
        <translation>नोड और इस उपकरण की कुंजी भूल जाएँ</translation>
    </message>
    <message>
        <source>Stop using it</source>
        <translation>इसका उपयोग बंद करें</translation>
    </message>
</context>
<context>
    <name>NodeStep</name>
    <message>
        <source>Use my node</source>
        <translation>मेरे नोड का उपयोग करें</translation>
    </message>
    <message>
        <source>Run kosh-cli pair on the node and paste here what it shows. The vault stays on the node; this device gets a key of its own, which the node can end at any time.</source>
        <translation>नोड पर kosh-cli pair चलाएँ और जो वह दिखाए उसे यहाँ चिपकाएँ। तिजोरी नोड पर ही रहती है; इस उपकरण को अपनी कुंजी मिलती है, जिसे नोड कभी भी समाप्त कर सकता है।</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>निमंत्रण</translation>
    </message>
    <message>
        <source>One line that begins with kosh:pair</source>
        <translation>एक पंक्ति जो kosh:pair से शुरू होती है</translation>
    </message>
    <message>
        <source>Pair this device</source>
        <translation>इस उपकरण को जोड़ें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
</context>
<context>
    <name>NoticeList</name>
    <message>
        <source>I have read this and want it all the same</source>
        <translation>मैंने यह पढ़ लिया है और फिर भी चाहता/चाहती हूँ</translation>
    </message>
</context>
<context>
    <name>OnboardingScreen</name>
    <message>
        <source>Your treasury, on your device</source>
        <translation>आपका कोष, आपके उपकरण पर</translation>
    </message>
</context>
<context>
    <name>OperationForm</name>
    <message>
        <source>All functions</source>
        <translation>सभी कार्य</translation>
    </message>
    <message>
        <source>Nothing to fill in.</source>
        <translation>भरने को कुछ नहीं।</translation>
    </message>
    <message>
        <source>Needs the right</source>
        <translation>आवश्यक अधिकार</translation>
    </message>
    <message>
        <source>Cost in rate-limit units</source>
        <translation>दर-सीमा इकाइयों में लागत</translation>
    </message>
    <message>
        <source>Idempotency key</source>
        <translation>दोहराव-रोधी कुंजी</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Change and ask again</source>
        <translation>बदलकर फिर पूछें</translation>
    </message>
    <message>
        <source>Check and confirm</source>
        <translation>जाँचें और पुष्टि करें</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>पूछें</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>फिर पूछें</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>करें</translation>
    </message>
</context>
<context>
    <name>OperationResult</name>
    <message>
        <source>Answer</source>
        <translation>उत्तर</translation>
    </message>
    <message>
        <source>This is what will be done</source>
        <translation>यह किया जाएगा</translation>
    </message>
    <message>
        <source>Copy as JSON, without secrets</source>
        <translation>बिना गोपनीय बातों के JSON के रूप में कॉपी करें</translation>
    </message>
    <message>
        <source>Done. There is nothing more to tell.</source>
        <translation>हो गया। बताने को और कुछ नहीं।</translation>
    </message>
    <message>
        <source>It takes no further details.</source>
        <translation>और विवरण नहीं चाहिए।</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>Sell</source>
        <translation>बेचें</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>ख़रीदें</translation>
    </message>
    <message>
        <source>Pool fee</source>
        <translation>पूल शुल्क</translation>
    </message>
    <message>
        <source>Price now</source>
        <translation>अभी का भाव</translation>
    </message>
    <message>
        <source>%1 %2 for 1 %3</source>
        <translation>1 %3 के लिए %1 %2</translation>
    </message>
    <message>
        <source>Liquidity by price; the order lies between tick %1 and tick %2</source>
        <translation>भाव के अनुसार तरलता; ऑर्डर टिक %1 और टिक %2 के बीच है</translation>
    </message>
    <message>
        <source>Liquidity by price</source>
        <translation>भाव के अनुसार तरलता</translation>
    </message>
    <message>
        <source>Sell at, %1 for 1 %2 at least</source>
        <translation>बेचने का भाव, 1 %2 के लिए कम से कम %1</translation>
    </message>
    <message>
        <source>%1 above the price of now</source>
        <translation>अभी के भाव से %1 ऊपर</translation>
    </message>
    <message>
        <source>Amount of %1</source>
        <translation>%1 की राशि</translation>
    </message>
    <message>
        <source>You receive when it is filled</source>
        <translation>पूरा होने पर मिलेगा</translation>
    </message>
    <message>
        <source>Sold between ticks</source>
        <translation>बिक्री के टिक</translation>
    </message>
    <message>
        <source>It waits in the pool as a position and is collected when the price has crossed it, while Kosh runs. Until then it can be taken back.</source>
        <translation>यह पूल में पोज़िशन बनकर रुकता है और भाव के पार होने पर, कोष चलते समय, ले लिया जाता है। तब तक इसे वापस लिया जा सकता है।</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Place the order</source>
        <translation>ऑर्डर दें</translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>Being placed</source>
        <translation>दिया जा रहा है</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>प्रतीक्षा में</translation>
    </message>
    <message>
        <source>Being collected</source>
        <translation>लिया जा रहा है</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>पूरा</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>वापस लिया</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>विफल</translation>
    </message>
    <message>
        <source>Limit orders</source>
        <translation>सीमा ऑर्डर</translation>
    </message>
    <message>
        <source>No orders on this network</source>
        <translation>इस नेटवर्क पर कोई ऑर्डर नहीं</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>कम से कम</translation>
    </message>
    <message>
        <source>%1 %2 for 1 %3</source>
        <translation>1 %3 के लिए %1 %2</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>वापस आया</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>अपेक्षित</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>Take back: %1 %2</source>
        <translation>वापस लें: %1 %2</translation>
    </message>
</context>
<context>
    <name>PassphraseSection</name>
    <message>
        <source>Change the passphrase</source>
        <translation>पासफ़्रेज़ बदलें</translation>
    </message>
    <message>
        <source>Present passphrase</source>
        <translation>मौजूदा पासफ़्रेज़</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>नया पासफ़्रेज़</translation>
    </message>
    <message>
        <source>New passphrase again</source>
        <translation>नया पासफ़्रेज़ फिर से</translation>
    </message>
</context>
<context>
    <name>PassphraseStep</name>
    <message>
        <source>Choose a passphrase</source>
        <translation>पासफ़्रेज़ चुनें</translation>
    </message>
    <message>
        <source>Several words are easier to keep in mind and harder to guess than one odd word. There is no way to recover a lost passphrase.</source>
        <translation>कई शब्द याद रखना आसान है और उनका अनुमान लगाना कठिन। खोया पासफ़्रेज़ वापस पाने का कोई तरीक़ा नहीं है।</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>पासफ़्रेज़</translation>
    </message>
    <message>
        <source>at least 8 characters</source>
        <translation>कम से कम 8 अक्षर</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>कमज़ोर</translation>
    </message>
    <message>
        <source>good</source>
        <translation>अच्छा</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>मज़बूत</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>वही फिर से</translation>
    </message>
    <message>
        <source>Creating the vault…</source>
        <translation>तिजोरी बन रही है…</translation>
    </message>
    <message>
        <source>Create the vault</source>
        <translation>तिजोरी बनाएँ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
</context>
<context>
    <name>PerformancePart</name>
    <message>
        <source>Where</source>
        <translation>कहाँ</translation>
    </message>
    <message>
        <source>All networks</source>
        <translation>सभी नेटवर्क</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>वॉलेट</translation>
    </message>
    <message>
        <source>All wallets</source>
        <translation>सभी वॉलेट</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>योग</translation>
    </message>
    <message>
        <source>Unpriced</source>
        <translation>मूल्य अज्ञात</translation>
    </message>
    <message>
        <source>not everything is priced</source>
        <translation>सबका भाव ज्ञात नहीं</translation>
    </message>
</context>
<context>
    <name>PhraseStep</name>
    <message>
        <source>Write these words down</source>
        <translation>ये शब्द लिख लें</translation>
    </message>
    <message>
        <source>Whoever has these words has your money. Write them on paper, in order; make no photo and no copy.</source>
        <translation>जिसके पास ये शब्द हैं उसके पास आपका पैसा है। इन्हें क्रम से काग़ज़ पर लिखें; न फ़ोटो लें, न कॉपी करें।</translation>
    </message>
    <message>
        <source>Recovery phrase, shown. It is not read aloud.</source>
        <translation>रिकवरी वाक्यांश दिख रहा है। इसे बोलकर नहीं पढ़ा जाता।</translation>
    </message>
    <message>
        <source>Recovery phrase, hidden</source>
        <translation>रिकवरी वाक्यांश छिपा है</translation>
    </message>
    <message>
        <source>Hide the words</source>
        <translation>शब्द छिपाएँ</translation>
    </message>
    <message>
        <source>Show the words</source>
        <translation>शब्द दिखाएँ</translation>
    </message>
    <message>
        <source>I have written them down</source>
        <translation>मैंने लिख लिए हैं</translation>
    </message>
    <message>
        <source>Remind me later</source>
        <translation>बाद में याद दिलाएँ</translation>
    </message>
</context>
<context>
    <name>PortfolioScreen</name>
    <message>
        <source>Portfolio</source>
        <translation>पोर्टफ़ोलियो</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>ताज़ा करें</translation>
    </message>
    <message>
        <source>Offline: no endpoint of %1 answers. These are the last known figures.</source>
        <translation>ऑफ़लाइन: %1 का कोई एंडपॉइंट उत्तर नहीं देता। ये पिछले ज्ञात आँकड़े हैं।</translation>
    </message>
    <message>
        <source>Offline: no endpoint of %1 answers. Set one in the settings.</source>
        <translation>ऑफ़लाइन: %1 का कोई एंडपॉइंट उत्तर नहीं देता। सेटिंग में एक दें।</translation>
    </message>
    <message>
        <source>Your recovery phrase is not confirmed yet. Without it, a lost device is lost money.</source>
        <translation>आपके रिकवरी वाक्यांश की पुष्टि अभी नहीं हुई। उसके बिना उपकरण खोया तो पैसा खोया।</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>बैकअप लें</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>कुल</translation>
    </message>
    <message>
        <source>Total of what is priced</source>
        <translation>जिनका मूल्य ज्ञात है उनका कुल</translation>
    </message>
    <message>
        <source>Unpriced</source>
        <translation>मूल्य अज्ञात</translation>
    </message>
    <message>
        <source>Total %1 %2</source>
        <translation>कुल %1 %2</translation>
    </message>
    <message>
        <source>Practice money</source>
        <translation>अभ्यास का पैसा</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>प्राप्त करें</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>अदला-बदली</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>पता कॉपी करें</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>भाग</translation>
    </message>
    <message>
        <source>Holdings</source>
        <translation>संपत्ति</translation>
    </message>
    <message>
        <source>Gains and history</source>
        <translation>लाभ और इतिहास</translation>
    </message>
</context>
<context>
    <name>PositionDetail</name>
    <message>
        <source>All positions</source>
        <translation>सभी स्थितियाँ</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>रखी राशि</translation>
    </message>
    <message>
        <source>Fees to collect</source>
        <translation>लेने योग्य शुल्क</translation>
    </message>
    <message>
        <source>Price now</source>
        <translation>अभी का भाव</translation>
    </message>
    <message>
        <source>Earns between</source>
        <translation>इनके बीच कमाती है</translation>
    </message>
    <message>
        <source>Impermanent loss</source>
        <translation>अस्थायी हानि</translation>
    </message>
    <message>
        <source>All fees are collected to your address.</source>
        <translation>सारे शुल्क आपके पते पर आएँगे।</translation>
    </message>
    <message>
        <source>All liquidity and fees are taken out and the position is burnt.</source>
        <translation>सारी तरलता और शुल्क निकाले जाएँगे और स्थिति मिटा दी जाएगी।</translation>
    </message>
    <message>
        <source>%1 of the liquidity is taken out, with all fees.</source>
        <translation>तरलता का %1 निकाला जाएगा, सारे शुल्क सहित।</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>पुष्टि करें</translation>
    </message>
    <message>
        <source>Collect fees</source>
        <translation>शुल्क लें</translation>
    </message>
    <message>
        <source>Take out a quarter</source>
        <translation>चौथाई निकालें</translation>
    </message>
    <message>
        <source>Take out half</source>
        <translation>आधा निकालें</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>%1 and what fits it</source>
        <translation>%1 और जो मेल खाए</translation>
    </message>
    <message>
        <source>At most %1 goes in, with an approval first where one is needed.</source>
        <translation>अधिकतम %1 जाएगा; ज़रूरत हो तो पहले अनुमति।</translation>
    </message>
    <message>
        <source>Add to it</source>
        <translation>इसमें जोड़ें</translation>
    </message>
    <message>
        <source>%1, at most</source>
        <translation>%1, अधिकतम</translation>
    </message>
    <message>
        <source>what fits</source>
        <translation>जो मेल खाए</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Add to the position</source>
        <translation>पोज़िशन में जोड़ें</translation>
    </message>
</context>
<context>
    <name>PositionItem</name>
    <message>
        <source>Empty</source>
        <translation>खाली</translation>
    </message>
    <message>
        <source>In range</source>
        <translation>दायरे में</translation>
    </message>
    <message>
        <source>Out of range</source>
        <translation>दायरे से बाहर</translation>
    </message>
</context>
<context>
    <name>ProgressStage</name>
    <message>
        <source>Checked</source>
        <translation>जाँचा गया</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>अनुमति</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>परखा गया</translation>
    </message>
    <message>
        <source>Signed and sent</source>
        <translation>हस्ताक्षर कर भेजा</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>पुष्टि हुई</translation>
    </message>
    <message>
        <source>Settled and booked</source>
        <translation>निपटा और दर्ज</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>विफल</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>अंतिम</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>लंबित</translation>
    </message>
    <message>
        <source>done</source>
        <translation>हो गया</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>जारी</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>बाक़ी</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 में से %1</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>मिला</translation>
    </message>
    <message>
        <source>Network fee</source>
        <translation>नेटवर्क शुल्क</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>ब्लॉक</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>लेन-देन</translation>
    </message>
    <message>
        <source>Copy the transaction hash</source>
        <translation>लेन-देन का हैश कॉपी करें</translation>
    </message>
    <message>
        <source>Show in activity</source>
        <translation>गतिविधि में देखें</translation>
    </message>
    <message>
        <source>New swap</source>
        <translation>नई अदला-बदली</translation>
    </message>
    <message>
        <source>Waiting for the signature of your device.</source>
        <translation>आपके उपकरण के हस्ताक्षर की प्रतीक्षा है।</translation>
    </message>
</context>
<context>
    <name>QuoteFacts</name>
    <message>
        <source>Price</source>
        <translation>भाव</translation>
    </message>
    <message>
        <source>1 %1 = %2 %3</source>
        <translation>1 %1 = %2 %3</translation>
    </message>
    <message>
        <source>Price impact</source>
        <translation>भाव पर असर</translation>
    </message>
    <message>
        <source>less than 0.01%</source>
        <translation>0.01% से कम</translation>
    </message>
    <message>
        <source>Minimum received</source>
        <translation>कम से कम मिलेगा</translation>
    </message>
    <message>
        <source>Maximum spent</source>
        <translation>अधिक से अधिक लगेगा</translation>
    </message>
    <message>
        <source>Route and pool fees</source>
        <translation>मार्ग और पूल शुल्क</translation>
    </message>
    <message>
        <source>Network fee, about</source>
        <translation>नेटवर्क शुल्क, लगभग</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>अज्ञात</translation>
    </message>
    <message>
        <source>Computed at block</source>
        <translation>इस ब्लॉक पर गणना</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>ऑफ़लाइन</translation>
    </message>
</context>
<context>
    <name>ReceiveSheet</name>
    <message>
        <source>Receive</source>
        <translation>प्राप्त करें</translation>
    </message>
    <message>
        <source>Your address on %1. Only send what lives on this network: what is sent on another one may be out of reach.</source>
        <translation>%1 पर आपका पता। केवल इसी नेटवर्क की चीज़ें भेजें: दूसरे नेटवर्क पर भेजा पहुँच से बाहर हो सकता है।</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>कॉपी हो गया</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>पता कॉपी करें</translation>
    </message>
    <message>
        <source>QR code: %1</source>
        <translation>QR कोड: %1</translation>
    </message>
    <message>
        <source>Amount in %1 (optional)</source>
        <translation>%1 में राशि (वैकल्पिक)</translation>
    </message>
    <message>
        <source>Copy the payment link</source>
        <translation>भुगतान लिंक कॉपी करें</translation>
    </message>
</context>
<context>
    <name>ReplaceCard</name>
    <message>
        <source>It waits for a block.</source>
        <translation>यह ब्लॉक की प्रतीक्षा में है।</translation>
    </message>
    <message>
        <source>An empty transaction with the same nonce and a higher fee takes its place. If the first one gets into a block before, it stays.</source>
        <translation>उसी नॉन्स और अधिक शुल्क का एक खाली लेनदेन इसकी जगह लेता है। पहला यदि पहले ब्लॉक में पहुँचा, तो वही रहता है।</translation>
    </message>
    <message>
        <source>The same transaction is signed again with a higher fee. Only one of the two can get into a block.</source>
        <translation>वही लेनदेन अधिक शुल्क के साथ फिर हस्ताक्षरित होता है। दोनों में से एक ही ब्लॉक में जा सकता है।</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>Speed it up</source>
        <translation>तेज़ करें</translation>
    </message>
    <message>
        <source>Sign the cancellation</source>
        <translation>रद्द करने पर हस्ताक्षर करें</translation>
    </message>
    <message>
        <source>Sign it again</source>
        <translation>फिर हस्ताक्षर करें</translation>
    </message>
</context>
<context>
    <name>RequestForm</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 से %2</translation>
    </message>
    <message>
        <source>a whole number from %1</source>
        <translation>%1 से पूर्ण संख्या</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>पूर्ण संख्या</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>संख्या</translation>
    </message>
    <message>
        <source>address: 0x and 40 hex digits</source>
        <translation>पता: 0x और 40 हेक्स अंक</translation>
    </message>
    <message>
        <source>a whole number, in smallest units</source>
        <translation>पूर्ण संख्या, सबसे छोटी इकाई में</translation>
    </message>
    <message>
        <source>a whole number with sign</source>
        <translation>चिह्न सहित पूर्ण संख्या</translation>
    </message>
    <message>
        <source>identifier</source>
        <translation>पहचान</translation>
    </message>
    <message>
        <source>hex that starts with 0x</source>
        <translation>0x से शुरू हेक्स</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>हाँ</translation>
    </message>
    <message>
        <source>No</source>
        <translation>नहीं</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>तय नहीं</translation>
    </message>
    <message>
        <source>otherwise %1</source>
        <translation>अन्यथा %1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
</context>
<context>
    <name>RestoreStep</name>
    <message>
        <source>Restore from a backup</source>
        <translation>बैकअप से वापस लाएँ</translation>
    </message>
    <message>
        <source>Backup file</source>
        <translation>बैकअप फ़ाइल</translation>
    </message>
    <message>
        <source>full path of the file</source>
        <translation>फ़ाइल का पूरा पथ</translation>
    </message>
    <message>
        <source>Passphrase at the time of the backup</source>
        <translation>बैकअप के समय का पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>वापस लाएँ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
</context>
<context>
    <name>ReviewStage</name>
    <message>
        <source>Network fee, at most</source>
        <translation>नेटवर्क शुल्क, अधिकतम</translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>क्या बदलेगा</translation>
    </message>
    <message>
        <source>Checking against the network…</source>
        <translation>नेटवर्क से जाँच हो रही है…</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>अनुमति</translation>
    </message>
    <message>
        <source>needed first, for this amount, to %1</source>
        <translation>पहले चाहिए, इसी राशि की, %1 को</translation>
    </message>
    <message>
        <source>signed along with it, for this amount, to %1</source>
        <translation>इसी के साथ हस्ताक्षर से, इसी राशि की, %1 को</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>ज़रूरत नहीं</translation>
    </message>
    <message>
        <source>Simulation</source>
        <translation>परख</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>सफल</translation>
    </message>
    <message>
        <source>after the approval</source>
        <translation>अनुमति के बाद</translation>
    </message>
    <message>
        <source>This quote has expired.</source>
        <translation>इस भाव की अवधि समाप्त हो गई।</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>फिर पूछें</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Confirm the swap</source>
        <translation>अदला-बदली पक्की करें</translation>
    </message>
    <message>
        <source>You pay</source>
        <translation>आप देंगे</translation>
    </message>
    <message>
        <source>You receive</source>
        <translation>आपको मिलेगा</translation>
    </message>
</context>
<context>
    <name>RevocationQueue</name>
    <message>
        <source>Revocations, paused</source>
        <translation>वापसियाँ, रुकी हुई</translation>
    </message>
    <message>
        <source>Revocations</source>
        <translation>वापसियाँ</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>आगे बढ़ें</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Cancel what waits</source>
        <translation>प्रतीक्षारत रद्द करें</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>प्रतीक्षा में</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>जारी</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>हो गया</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>विफल</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>रद्द</translation>
    </message>
</context>
<context>
    <name>RiskReview</name>
    <message>
        <source>What is signed would do this</source>
        <translation>हस्ताक्षर से यह होगा</translation>
    </message>
    <message>
        <source>I have read the warnings and want it all the same</source>
        <translation>मैंने चेतावनियाँ पढ़ ली हैं और फिर भी चाहता/चाहती हूँ</translation>
    </message>
</context>
<context>
    <name>SecretSheet</name>
    <message>
        <source>Recovery phrase</source>
        <translation>रिकवरी वाक्यांश</translation>
    </message>
    <message>
        <source>Export the key</source>
        <translation>कुंजी निर्यात करें</translation>
    </message>
    <message>
        <source>Whoever has it has the money. Nobody else may see this screen, and nobody who helps you ever needs it.</source>
        <translation>जिसके पास यह है, पैसा उसी का है। यह स्क्रीन कोई और न देखे; मदद करने वाले को इसकी कभी ज़रूरत नहीं होती।</translation>
    </message>
    <message>
        <source>As</source>
        <translation>इस रूप में</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>निजी कुंजी</translation>
    </message>
    <message>
        <source>Keystore file</source>
        <translation>कीस्टोर फ़ाइल</translation>
    </message>
    <message>
        <source>Passphrase of the vault</source>
        <translation>तिजोरी का पासफ़्रेज़</translation>
    </message>
    <message>
        <source>New passphrase of the file</source>
        <translation>फ़ाइल का नया पासफ़्रेज़</translation>
    </message>
    <message>
        <source>The secret, drawn</source>
        <translation>गोपनीय बात, चित्र में</translation>
    </message>
    <message>
        <source>Copy the keystore file&apos;s text</source>
        <translation>कीस्टोर फ़ाइल का पाठ कॉपी करें</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>दिखाएँ</translation>
    </message>
</context>
<context>
    <name>SendForm</name>
    <message>
        <source>From</source>
        <translation>किससे</translation>
    </message>
    <message>
        <source>To: an address or a payment link</source>
        <translation>किसको: पता या भुगतान लिंक</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>राशि</translation>
    </message>
    <message>
        <source>All</source>
        <translation>सब</translation>
    </message>
    <message>
        <source>Send all there is</source>
        <translation>जो भी है सब भेजें</translation>
    </message>
    <message>
        <source>What</source>
        <translation>क्या</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>गति</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>धीमी</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>सामान्य</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>तेज़</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>जाँचें</translation>
    </message>
    <message>
        <source>There is no key here to sign with: these wallets are only watched.</source>
        <translation>हस्ताक्षर की कोई कुंजी यहाँ नहीं: ये वॉलेट केवल देखे जाते हैं।</translation>
    </message>
</context>
<context>
    <name>SendReview</name>
    <message>
        <source>On its way</source>
        <translation>रास्ते में</translation>
    </message>
    <message>
        <source>What will be sent</source>
        <translation>क्या भेजा जाएगा</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>राशि</translation>
    </message>
    <message>
        <source>To %1</source>
        <translation>%1 को</translation>
    </message>
    <message>
        <source>To</source>
        <translation>किसको</translation>
    </message>
    <message>
        <source>Sent there before</source>
        <translation>पहले भेजा गया</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>कभी नहीं</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n बार</numerusform>
            <numerusform>%n बार</numerusform>
        </translation>
    </message>
    <message>
        <source>Network fee, about</source>
        <translation>नेटवर्क शुल्क, लगभग</translation>
    </message>
    <message>
        <source>Network fee, at most</source>
        <translation>नेटवर्क शुल्क, अधिकतम</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>नॉन्स</translation>
    </message>
    <message>
        <source>Copy the transaction&apos;s hash</source>
        <translation>लेन-देन का हैश कॉपी करें</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Sign and send</source>
        <translation>हस्ताक्षर करके भेजें</translation>
    </message>
    <message>
        <source>Send something else</source>
        <translation>कुछ और भेजें</translation>
    </message>
    <message>
        <source>Waiting for the signature of your device</source>
        <translation>आपके उपकरण के हस्ताक्षर की प्रतीक्षा</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>हस्ताक्षर नहीं हुआ</translation>
    </message>
</context>
<context>
    <name>SendScreen</name>
    <message>
        <source>Send and sign</source>
        <translation>भेजना और हस्ताक्षर</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>भाग</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>भेजें</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>हस्ताक्षर</translation>
    </message>
</context>
<context>
    <name>Services</name>
    <message>
        <source>Vault</source>
        <translation>तिजोरी</translation>
    </message>
    <message>
        <source>Wallets</source>
        <translation>वॉलेट</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>नेटवर्क</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>टोकन</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>अनुमतियाँ</translation>
    </message>
    <message>
        <source>Simulation and risk</source>
        <translation>अनुकरण और जोखिम</translation>
    </message>
    <message>
        <source>Pools</source>
        <translation>पूल</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>भाव</translation>
    </message>
    <message>
        <source>Trading</source>
        <translation>व्यापार</translation>
    </message>
    <message>
        <source>Liquidity</source>
        <translation>तरलता</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>बही</translation>
    </message>
    <message>
        <source>Portfolio</source>
        <translation>पोर्टफ़ोलियो</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>घटनाएँ</translation>
    </message>
</context>
<context>
    <name>SettingsSheet</name>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>रूप</translation>
    </message>
    <message>
        <source>System</source>
        <translation>सिस्टम</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>हल्का</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>गहरा</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
</context>
<context>
    <name>SideRail</name>
    <message>
        <source>Screens</source>
        <translation>स्क्रीन</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>ताला लगाएँ</translation>
    </message>
</context>
<context>
    <name>SignForm</name>
    <message>
        <source>Signed by</source>
        <translation>हस्ताक्षर करने वाला</translation>
    </message>
    <message>
        <source>What is signed</source>
        <translation>किस पर हस्ताक्षर</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>संदेश</translation>
    </message>
    <message>
        <source>Typed data</source>
        <translation>टाइप्ड डेटा</translation>
    </message>
    <message>
        <source>JSON of the request (EIP-712)</source>
        <translation>अनुरोध का JSON (EIP-712)</translation>
    </message>
    <message>
        <source>Text, or bytes as 0x… (EIP-191)</source>
        <translation>पाठ, या 0x… के रूप में बाइट (EIP-191)</translation>
    </message>
    <message>
        <source>The signature</source>
        <translation>हस्ताक्षर</translation>
    </message>
    <message>
        <source>Copy the signature</source>
        <translation>हस्ताक्षर कॉपी करें</translation>
    </message>
    <message>
        <source>Passphrase, to sign</source>
        <translation>हस्ताक्षर के लिए पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Sign something else</source>
        <translation>किसी और पर हस्ताक्षर</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>पीछे</translation>
    </message>
    <message>
        <source>Read it first</source>
        <translation>पहले पढ़ें</translation>
    </message>
    <message>
        <source>Sign it</source>
        <translation>हस्ताक्षर करें</translation>
    </message>
</context>
<context>
    <name>SignatureBanner</name>
    <message numerus="yes">
        <source>%n signature(s) of this device wanted</source>
        <translation>
            <numerusform>इस उपकरण का %n हस्ताक्षर चाहिए</numerusform>
            <numerusform>इस उपकरण के %n हस्ताक्षर चाहिए</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>देखें</translation>
    </message>
</context>
<context>
    <name>SignatureFacts</name>
    <message>
        <source>Unlimited: all there is, now and later, until it is taken back.</source>
        <translation>असीमित: जो भी है, अभी और बाद में, जब तक वापस न लिया जाए।</translation>
    </message>
    <message>
        <source>Takes a transaction back: an empty one with the same nonce takes its place.</source>
        <translation>एक लेनदेन वापस लेता है: उसी नॉन्स का खाली लेनदेन उसकी जगह लेता है।</translation>
    </message>
    <message>
        <source>Takes the place of an earlier transaction with the same nonce.</source>
        <translation>उसी नॉन्स के पहले वाले लेनदेन की जगह लेता है।</translation>
    </message>
    <message numerus="yes">
        <source>This device does not understand all of it (%n byte(s) of data).</source>
        <translation>
            <numerusform>यह उपकरण इसे पूरा नहीं समझता (%n बाइट)।</numerusform>
            <numerusform>यह उपकरण इसे पूरा नहीं समझता (%n बाइट)।</numerusform>
        </translation>
    </message>
    <message>
        <source>Sends along</source>
        <translation>साथ भेजता है</translation>
    </message>
    <message>
        <source>To</source>
        <translation>किसको</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>अनुबंध</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>हस्ताक्षर करने वाला</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>नेटवर्क</translation>
    </message>
    <message>
        <source>Network fee, at most</source>
        <translation>नेटवर्क शुल्क, अधिकतम</translation>
    </message>
    <message>
        <source>Nonce</source>
        <translation>नॉन्स</translation>
    </message>
    <message>
        <source>This device does not know this network: it cannot name its coin, its tokens and its contracts. Compare the addresses.</source>
        <translation>यह उपकरण इस नेटवर्क को नहीं जानता: यह उसके सिक्के, टोकन और अनुबंधों के नाम नहीं बता सकता। पते मिलाकर देखें।</translation>
    </message>
</context>
<context>
    <name>SigningSheet</name>
    <message>
        <source>The node does not ask for this signature any more: it was signed or declined elsewhere, or taken back.</source>
        <translation>नोड अब यह हस्ताक्षर नहीं माँगता: उस पर कहीं और हस्ताक्षर हुए या मना हुआ, या वह वापस लिया गया।</translation>
    </message>
    <message>
        <source>The time to sign the one before is over; it was not sent.</source>
        <translation>पिछले पर हस्ताक्षर का समय बीत गया; वह भेजा नहीं गया।</translation>
    </message>
    <message>
        <source>The time to sign it is over; it was not sent.</source>
        <translation>इस पर हस्ताक्षर का समय बीत गया; यह भेजा नहीं गया।</translation>
    </message>
    <message>
        <source>Signature wanted</source>
        <translation>हस्ताक्षर चाहिए</translation>
    </message>
    <message>
        <source>Your node asks for a signature. Unlock the keys of this device to see for what.</source>
        <translation>आपका नोड हस्ताक्षर माँगता है। किसके लिए, यह देखने को इस उपकरण की कुंजियाँ खोलें।</translation>
    </message>
    <message>
        <source>Your node asks for it, %1; until %2.</source>
        <translation>आपका नोड इसे माँगता है, %1; %2 तक।</translation>
    </message>
    <message>
        <source>I know what this does and want it all the same</source>
        <translation>मैं जानता हूँ यह क्या करता है, फिर भी चाहता हूँ</translation>
    </message>
    <message>
        <source>It is signed, but the node could not be reached. %1</source>
        <translation>हस्ताक्षर हो गया, पर नोड तक नहीं पहुँचा जा सका। %1</translation>
    </message>
    <message>
        <source>Passphrase of this device</source>
        <translation>इस उपकरण का पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Do not sign</source>
        <translation>मना करें</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>फिर भेजें</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>हस्ताक्षर करें</translation>
    </message>
    <message numerus="yes">
        <source>%n more after this one</source>
        <translation>
            <numerusform>इसके बाद %n और</numerusform>
            <numerusform>इसके बाद %n और</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SlippageSheet</name>
    <message>
        <source>Slippage limit</source>
        <translation>स्लिपेज सीमा</translation>
    </message>
    <message>
        <source>If the price moves against you by more than this before the swap is mined, it fails and only the network fee is lost. A high limit invites others to trade ahead of you.</source>
        <translation>ब्लॉक में आने से पहले भाव इससे अधिक आपके विरुद्ध गया तो अदला-बदली विफल होगी और केवल नेटवर्क शुल्क जाएगा। ऊँची सीमा दूसरों को आपसे पहले सौदा करने का न्योता देती है।</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>अपनी</translation>
    </message>
    <message>
        <source>Own limit in percent, 0.01 to 50</source>
        <translation>अपनी सीमा प्रतिशत में, 0.01 से 50</translation>
    </message>
    <message>
        <source>Enter a number from 0.01 to 50.</source>
        <translation>0.01 से 50 तक की संख्या लिखें।</translation>
    </message>
    <message>
        <source>This limit is high: you may receive clearly less.</source>
        <translation>यह सीमा ऊँची है: आपको काफ़ी कम मिल सकता है।</translation>
    </message>
    <message>
        <source>Use this limit</source>
        <translation>यह सीमा लगाएँ</translation>
    </message>
</context>
<context>
    <name>Spinner</name>
    <message>
        <source>Working</source>
        <translation>काम जारी</translation>
    </message>
</context>
<context>
    <name>SwapScreen</name>
    <message>
        <source>Review the swap</source>
        <translation>अदला-बदली जाँचें</translation>
    </message>
    <message>
        <source>Your swap</source>
        <translation>आपकी अदला-बदली</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>अदला-बदली</translation>
    </message>
    <message>
        <source>Offline: quotes use the last known prices and cannot be traded.</source>
        <translation>ऑफ़लाइन: भाव पिछली ज्ञात क़ीमतों से हैं और उन पर सौदा नहीं हो सकता।</translation>
    </message>
    <message>
        <source>No swaps on %1</source>
        <translation>%1 पर अदला-बदली नहीं</translation>
    </message>
    <message>
        <source>Uniswap V3 is not known on this network. Choose another one.</source>
        <translation>इस नेटवर्क पर Uniswap V3 ज्ञात नहीं है। दूसरा चुनें।</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Limit orders</source>
        <translation>सीमा ऑर्डर</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>भाग</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>तुरंत</translation>
    </message>
    <message>
        <source>At a price</source>
        <translation>भाव पर</translation>
    </message>
</context>
<context>
    <name>TabBar</name>
    <message>
        <source>Screens</source>
        <translation>स्क्रीन</translation>
    </message>
    <message>
        <source>More</source>
        <translation>और</translation>
    </message>
</context>
<context>
    <name>TraderPicker</name>
    <message>
        <source>Trade with</source>
        <translation>किस वॉलेट से</translation>
    </message>
</context>
<context>
    <name>TrialBalance</name>
    <message>
        <source>Trial balance</source>
        <translation>तलपट</translation>
    </message>
    <message>
        <source>Balances: yes</source>
        <translation>संतुलित: हाँ</translation>
    </message>
    <message>
        <source>Balances: no</source>
        <translation>संतुलित: नहीं</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n प्रविष्टियाँ</numerusform>
            <numerusform>%n प्रविष्टियाँ</numerusform>
        </translation>
    </message>
    <message>
        <source>Asset</source>
        <translation>संपत्ति</translation>
    </message>
    <message>
        <source>Debits</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>जमा</translation>
    </message>
    <message>
        <source>%1: debits %2, credits %3</source>
        <translation>%1: नाम %2, जमा %3</translation>
    </message>
</context>
<context>
    <name>UnlockScreen</name>
    <message>
        <source>Welcome back</source>
        <translation>फिर स्वागत है</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>पासफ़्रेज़</translation>
    </message>
    <message numerus="yes">
        <source>Wait %n s</source>
        <translation>
            <numerusform>%n से॰ रुकें</numerusform>
            <numerusform>%n से॰ रुकें</numerusform>
        </translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>खुल रही है…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>खोलें</translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. You can try again in %n second(s).</source>
        <translation>
            <numerusform>बहुत अधिक प्रयास। आप %n सेकंड में फिर कोशिश कर सकते हैं।</numerusform>
            <numerusform>बहुत अधिक प्रयास। आप %n सेकंड में फिर कोशिश कर सकते हैं।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ValueItem</name>
    <message>
        <source>Copy: %1</source>
        <translation>कॉपी करें: %1</translation>
    </message>
    <message>
        <source>Show or hide: %1</source>
        <translation>दिखाएँ या छिपाएँ: %1</translation>
    </message>
</context>
<context>
    <name>ValueRows</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 मि.से.</translation>
    </message>
    <message>
        <source>The rest is in the copy.</source>
        <translation>बाकी कॉपी में है।</translation>
    </message>
    <message>
        <source>none</source>
        <translation>कोई नहीं</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>हाँ</translation>
    </message>
    <message>
        <source>no</source>
        <translation>नहीं</translation>
    </message>
</context>
<context>
    <name>WalletDetail</name>
    <message>
        <source>All wallets</source>
        <translation>सभी वॉलेट</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>नाम बदलें</translation>
    </message>
    <message>
        <source>Derivation path</source>
        <translation>व्युत्पत्ति पथ</translation>
    </message>
    <message>
        <source>Copy the address %1</source>
        <translation>पता %1 कॉपी करें</translation>
    </message>
    <message>
        <source>Receive at %1</source>
        <translation>%1 पर पाएँ</translation>
    </message>
    <message>
        <source>Export the key of %1</source>
        <translation>%1 की कुंजी निर्यात करें</translation>
    </message>
    <message>
        <source>Add an address</source>
        <translation>पता जोड़ें</translation>
    </message>
    <message>
        <source>Find used addresses</source>
        <translation>प्रयुक्त पते खोजें</translation>
    </message>
    <message>
        <source>Show the phrase</source>
        <translation>वाक्यांश दिखाएँ</translation>
    </message>
    <message>
        <source>Remove this wallet</source>
        <translation>यह वॉलेट हटाएँ</translation>
    </message>
    <message>
        <source>Passphrase of the vault</source>
        <translation>तिजोरी का पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Remove it and lose this</source>
        <translation>हटाएँ और यह खोएँ</translation>
    </message>
</context>
<context>
    <name>WalletItem</name>
    <message>
        <source>Watch-only</source>
        <translation>केवल देखने का</translation>
    </message>
    <message>
        <source>One key</source>
        <translation>एक कुंजी</translation>
    </message>
    <message>
        <source>Phrase with passphrase</source>
        <translation>पासफ़्रेज़ सहित वाक्यांश</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>वाक्यांश</translation>
    </message>
    <message numerus="yes">
        <source>%n address(es)</source>
        <translation>
            <numerusform>%n पता</numerusform>
            <numerusform>%n पते</numerusform>
        </translation>
    </message>
    <message>
        <source>Not backed up</source>
        <translation>बैकअप नहीं</translation>
    </message>
    <message>
        <source>Key on this device</source>
        <translation>इस उपकरण की कुंजी</translation>
    </message>
    <message>
        <source>Key on a paired device</source>
        <translation>जुड़े उपकरण की कुंजी</translation>
    </message>
</context>
<context>
    <name>WalletStep</name>
    <message>
        <source>Your wallet</source>
        <translation>आपका वॉलेट</translation>
    </message>
    <message>
        <source>The vault is ready. A wallet holds the keys to your money; a recovery phrase of 12 words brings it back if this device is lost.</source>
        <translation>तिजोरी तैयार है। वॉलेट में आपके पैसे की कुंजियाँ रहती हैं; यह उपकरण खो जाए तो 12 शब्दों का रिकवरी वाक्यांश उसे वापस लाता है।</translation>
    </message>
    <message>
        <source>Create a new wallet</source>
        <translation>नया वॉलेट बनाएँ</translation>
    </message>
    <message>
        <source>I have a recovery phrase</source>
        <translation>मेरे पास रिकवरी वाक्यांश है</translation>
    </message>
</context>
<context>
    <name>WalletsScreen</name>
    <message>
        <source>Wallets</source>
        <translation>वॉलेट</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Add a wallet</source>
        <translation>वॉलेट जोड़ें</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>भाग</translation>
    </message>
    <message>
        <source>Address book</source>
        <translation>पता-पुस्तिका</translation>
    </message>
    <message>
        <source>Choose a wallet</source>
        <translation>वॉलेट चुनें</translation>
    </message>
    <message>
        <source>Use a key of this device</source>
        <translation>इस उपकरण की कुंजी लें</translation>
    </message>
</context>
<context>
    <name>WelcomeStep</name>
    <message>
        <source>Welcome</source>
        <translation>स्वागत है</translation>
    </message>
    <message>
        <source>One encrypted vault file. Only your passphrase opens it; nobody can reset it.</source>
        <translation>एक एन्क्रिप्टेड तिजोरी फ़ाइल। केवल आपका पासफ़्रेज़ उसे खोलता है; कोई उसे रीसेट नहीं कर सकता।</translation>
    </message>
    <message>
        <source>Swaps are computed here and checked before you sign.</source>
        <translation>अदला-बदली की गणना यहीं होती है और हस्ताक्षर से पहले जाँची जाती है।</translation>
    </message>
    <message>
        <source>Every movement is booked in a journal that always balances.</source>
        <translation>हर लेन-देन ऐसी बही में दर्ज होता है जो हमेशा संतुलित रहती है।</translation>
    </message>
    <message>
        <source>Create a vault</source>
        <translation>तिजोरी बनाएँ</translation>
    </message>
    <message>
        <source>Restore from a backup</source>
        <translation>बैकअप से वापस लाएँ</translation>
    </message>
    <message>
        <source>On this device</source>
        <translation>इस उपकरण पर</translation>
    </message>
    <message>
        <source>On a node of yours</source>
        <translation>आपके अपने नोड पर</translation>
    </message>
    <message>
        <source>Use my node</source>
        <translation>मेरे नोड का उपयोग करें</translation>
    </message>
    <message>
        <source>Keys on this device</source>
        <translation>इस उपकरण की कुंजियाँ</translation>
    </message>
    <message>
        <source>The node prepares, this device shows and signs, the node sends.</source>
        <translation>नोड तैयार करता है, यह उपकरण दिखाता और हस्ताक्षर करता है, नोड भेजता है।</translation>
    </message>
    <message>
        <source>The keys never leave this device. Only their recovery phrase brings them back: the node has no copy.</source>
        <translation>कुंजियाँ इस उपकरण से कभी बाहर नहीं जातीं। केवल उनका रिकवरी वाक्यांश उन्हें लौटाता है: नोड के पास कोई प्रति नहीं है।</translation>
    </message>
</context>
<context>
    <name>WorkbenchScreen</name>
    <message>
        <source>All functions</source>
        <translation>सभी कार्य</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>खोजें</translation>
    </message>
    <message>
        <source>Nothing by this name</source>
        <translation>इस नाम से कुछ नहीं</translation>
    </message>
    <message>
        <source>Choose a function</source>
        <translation>कार्य चुनें</translation>
    </message>
    <message>
        <source>Each one shows what it needs. What changes something asks before it is done.</source>
        <translation>हर कार्य बताता है कि उसे क्या चाहिए। जो कुछ बदलता है, वह पहले पूछता है।</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Portfolio</source>
        <translation>पोर्टफ़ोलियो</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>अदला-बदली</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>गतिविधि</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>बही</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>ताला लगाएँ</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>Wallets</source>
        <translation>वॉलेट</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>अनुमतियाँ</translation>
    </message>
    <message>
        <source>All functions</source>
        <translation>सभी कार्य</translation>
    </message>
    <message>
        <source>Liquidity</source>
        <translation>तरलता</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>भेजें</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>नेटवर्क</translation>
    </message>
</context>
<context>
    <name>kosh::ui::Format</name>
    <message>
        <source>Wallet %1</source>
        <translation>वॉलेट %1</translation>
    </message>
    <message>
        <source>Outside %1</source>
        <translation>बाहर %1</translation>
    </message>
    <message>
        <source>Opening balance</source>
        <translation>प्रारंभिक शेष</translation>
    </message>
    <message>
        <source>Trading</source>
        <translation>व्यापार</translation>
    </message>
    <message>
        <source>Network fees</source>
        <translation>नेटवर्क शुल्क</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>अभी</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>%1 से॰ पहले</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1 मिनट पहले</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1 घंटे पहले</translation>
    </message>
</context>
<context>
    <name>kosh::ui::LiquidityModel</name>
    <message>
        <source>waiting for the signature of your device</source>
        <translation>आपके उपकरण के हस्ताक्षर की प्रतीक्षा</translation>
    </message>
</context>
<context>
    <name>kosh::ui::NetworksModel</name>
    <message>
        <source>A chain id is a number above zero.</source>
        <translation>चेन आईडी शून्य से बड़ी संख्या होती है।</translation>
    </message>
</context>
<context>
    <name>kosh::ui::OnboardingModel</name>
    <message>
        <source>The passphrase needs at least 8 characters.</source>
        <translation>पासफ़्रेज़ में कम से कम 8 अक्षर चाहिए।</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>दोनों पासफ़्रेज़ अलग हैं।</translation>
    </message>
    <message>
        <source>My wallet</source>
        <translation>मेरा वॉलेट</translation>
    </message>
</context>
<context>
    <name>kosh::ui::PerformanceModel</name>
    <message>
        <source>Addresses without a wallet</source>
        <translation>बिना वॉलेट के पते</translation>
    </message>
</context>
<context>
    <name>kosh::ui::SendModel</name>
    <message>
        <source>This link asks for a payment on network %1. Choose that one first.</source>
        <translation>यह लिंक नेटवर्क %1 पर भुगतान माँगता है। पहले वह चुनें।</translation>
    </message>
    <message>
        <source>This link asks for a token that is not known here: %1</source>
        <translation>यह लिंक ऐसा टोकन माँगता है जो यहाँ ज्ञात नहीं: %1</translation>
    </message>
</context>
<context>
    <name>kosh::ui::SettingsModel</name>
    <message>
        <source>The passphrase needs at least 8 characters.</source>
        <translation>पासफ़्रेज़ में कम से कम 8 अक्षर चाहिए।</translation>
    </message>
    <message>
        <source>The two new passphrases differ.</source>
        <translation>दोनों नए पासफ़्रेज़ अलग हैं।</translation>
    </message>
    <message>
        <source>The passphrase is changed.</source>
        <translation>पासफ़्रेज़ बदल गया।</translation>
    </message>
    <message>
        <source>Backup written: %1</source>
        <translation>बैकअप लिखा गया: %1</translation>
    </message>
    <message>
        <source>The endpoint answers and is used from now on.</source>
        <translation>एंडपॉइंट उत्तर देता है और अब से उपयोग होगा।</translation>
    </message>
</context>
<context>
    <name>kosh::ui::SigningModel</name>
    <message>
        <source>Network %1</source>
        <translation>नेटवर्क %1</translation>
    </message>
    <message>
        <source>of its coin</source>
        <translation>उसके सिक्के में</translation>
    </message>
</context>
<context>
    <name>kosh::ui::WalletsModel</name>
    <message>
        <source>%1 is added.</source>
        <translation>%1 जुड़ गया।</translation>
    </message>
    <message>
        <source>Renamed.</source>
        <translation>नाम बदल गया।</translation>
    </message>
    <message>
        <source>New address: %1</source>
        <translation>नया पता: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n used address(es) found.</source>
        <translation>
            <numerusform>%n प्रयुक्त पता मिला।</numerusform>
            <numerusform>%n प्रयुक्त पते मिले।</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation>%1 हटाया गया।</translation>
    </message>
</context>
</TS>
