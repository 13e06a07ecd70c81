// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma solidity 0.8.30;

/// Tokens that exist and behave badly. Each mints its whole supply to whoever deploys it.
abstract contract Ledger {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    uint256 public totalSupply;

    constructor(uint256 supply) {
        totalSupply = supply;
        balanceOf[msg.sender] = supply;
        emit Transfer(address(0), msg.sender, supply);
    }

    function move(address from, address to, uint256 amount) internal virtual {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }

    function allow(address spender, uint256 amount) internal {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
    }

    function spend(address from, uint256 amount) internal {
        uint256 left = allowance[from][msg.sender];
        if (left != type(uint256).max) allowance[from][msg.sender] = left - amount;
    }
}

/// Well-behaved, with any name and number of decimals: 0 and 24, text that turns around, and so on.
contract NamedToken is Ledger {
    string public name;
    string public symbol;
    uint8 public decimals;

    constructor(string memory name_, string memory symbol_, uint8 decimals_, uint256 supply) Ledger(supply) {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
    }

    function transfer(address to, uint256 amount) public virtual returns (bool) {
        move(msg.sender, to, amount);
        return true;
    }

    function approve(address spender, uint256 amount) public virtual returns (bool) {
        allow(spender, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public virtual returns (bool) {
        spend(from, amount);
        move(from, to, amount);
        return true;
    }
}

/// Keeps 2 % of every transfer.
contract FeeToken is NamedToken {
    constructor(uint256 supply) NamedToken("Fee on transfer", "FEE", 18, supply) {}

    function move(address from, address to, uint256 amount) internal override {
        uint256 fee = amount / 50;
        super.move(from, to, amount - fee);
        super.move(from, address(this), fee);
    }
}

/// Gives no value back, as some of the oldest tokens do.
contract SilentToken is Ledger {
    string public constant name = "No return value";
    string public constant symbol = "SILENT";
    uint8 public constant decimals = 6;

    constructor(uint256 supply) Ledger(supply) {}

    function transfer(address to, uint256 amount) external {
        move(msg.sender, to, amount);
    }

    function approve(address spender, uint256 amount) external {
        // Like its model: an allowance is changed through zero.
        require(amount == 0 || allowance[msg.sender][spender] == 0, "set it to zero first");
        allow(spender, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        spend(from, amount);
        move(from, to, amount);
    }
}

/// Says false and moves nothing.
contract FalseToken is NamedToken {
    constructor(uint256 supply) NamedToken("Says false", "FALSE", 18, supply) {}

    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// Can be received and never sent.
contract StuckToken is NamedToken {
    constructor(uint256 supply) NamedToken("Stuck", "STUCK", 18, supply) {}

    address private immutable maker = msg.sender;

    function move(address from, address to, uint256 amount) internal override {
        require(from == maker, "paused");
        super.move(from, to, amount);
    }
}

/// Calls back into itself from inside a transfer, to pay out twice.
contract ReentrantToken is NamedToken {
    bool private inside;

    constructor(uint256 supply) NamedToken("Reentrant", "AGAIN", 18, supply) {}

    function move(address from, address to, uint256 amount) internal override {
        if (!inside && amount > 1) {
            inside = true;
            this.again(from, to, amount / 2);
            inside = false;
            amount -= amount / 2;
        }
        super.move(from, to, amount);
    }

    function again(address from, address to, uint256 amount) external {
        require(msg.sender == address(this));
        super.move(from, to, amount);
    }
}

/// A name of a megabyte.
contract LongNameToken is Ledger {
    string public constant symbol = "LONG";
    uint8 public constant decimals = 18;

    constructor(uint256 supply) Ledger(supply) {}

    function name() external pure returns (string memory) {
        bytes memory raw = new bytes(1 << 20);
        assembly {
            let end := add(add(raw, 32), mload(raw))
            for { let at := add(raw, 32) } lt(at, end) { at := add(at, 32) } {
                mstore(at, "LONGLONGLONGLONGLONGLONGLONGLONG")
            }
        }
        return string(raw);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        move(msg.sender, to, amount);
        return true;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allow(spender, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        spend(from, amount);
        move(from, to, amount);
        return true;
    }
}

/// Keeps allowances whatever it is told.
contract StickyToken is NamedToken {
    constructor(uint256 supply) NamedToken("Sticky allowance", "STICKY", 18, supply) {}

    function approve(address spender, uint256 amount) public override returns (bool) {
        if (amount > allowance[msg.sender][spender]) allow(spender, amount);
        return true;
    }
}

/// A collection of NFTs, one minted to its maker.
contract Collection {
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);

    string public constant name = "Practice collection";
    string public constant symbol = "NFT";
    mapping(uint256 => address) public ownerOf;
    mapping(uint256 => address) public getApproved;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    function mint(address to, uint256 tokenId) external {
        require(ownerOf[tokenId] == address(0));
        ownerOf[tokenId] = to;
        balanceOf[to] += 1;
        emit Transfer(address(0), to, tokenId);
    }

    function approve(address to, uint256 tokenId) external {
        require(ownerOf[tokenId] == msg.sender);
        getApproved[tokenId] = to;
        emit Approval(msg.sender, to, tokenId);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }
}

/// Takes what it was allowed to and gives nothing.
contract Drainer {
    address private immutable maker = msg.sender;

    function claim(NamedToken token) external {
        token.transferFrom(msg.sender, maker, token.balanceOf(msg.sender));
    }
}
