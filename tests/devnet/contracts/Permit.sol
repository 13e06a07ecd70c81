// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma solidity 0.8.30;

import "./Hostile.sol";

/// Takes approvals by signature, as EIP-2612 says.
contract PermitToken is NamedToken {
    bytes32 public constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    mapping(address => uint256) public nonces;

    constructor(string memory name_, string memory symbol_, uint8 decimals_, uint256 supply)
        NamedToken(name_, symbol_, decimals_, supply) {}

    function DOMAIN_SEPARATOR() public view virtual returns (bytes32) {
        return keccak256(abi.encode(
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            keccak256(bytes(name)), keccak256("1"), block.chainid, address(this)));
    }

    function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external virtual
    {
        require(block.timestamp <= deadline, "permit expired");
        bytes32 hash = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, nonces[owner]++, deadline));
        address signer = ecrecover(keccak256(abi.encodePacked(hex"1901", DOMAIN_SEPARATOR(), hash)), v, r, s);
        require(signer != address(0) && signer == owner, "permit signature");
        grant(owner, spender, value);
    }

    function grant(address owner, address spender, uint256 value) internal virtual {
        allowance[owner][spender] = value;
        emit Approval(owner, spender, value);
    }
}

/// Says that it takes permits, checks them, and allows nothing.
contract LyingPermitToken is PermitToken {
    constructor(uint256 supply) PermitToken("Lies about permits", "LIES", 18, supply) {}

    function grant(address, address, uint256) internal override {}
}

/// Says that it takes permits and refuses each one.
contract RefusingPermitToken is PermitToken {
    constructor(uint256 supply) PermitToken("Refuses permits", "REFUSES", 18, supply) {}

    function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external pure override {
        revert("permits are over");
    }
}

/// Takes permits that anybody signed.
contract OpenPermitToken is PermitToken {
    constructor(uint256 supply) PermitToken("Any signature", "OPEN", 18, supply) {}

    function permit(address owner, address spender, uint256 value, uint256, uint8, bytes32, bytes32)
        external override
    {
        grant(owner, spender, value);
    }
}

/// Signs for the domain of another contract.
contract StrangeDomainToken is PermitToken {
    constructor(uint256 supply) PermitToken("Strange domain", "STRANGE", 18, supply) {}

    function DOMAIN_SEPARATOR() public view override returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(0xdead)));
    }
}
