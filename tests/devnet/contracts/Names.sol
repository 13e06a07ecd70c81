// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma solidity 0.8.30;

/// A registry of names (EIP-137) whose maker may set everything, for the practice network only.
contract PracticeRegistry {
    address private immutable maker = msg.sender;
    mapping(bytes32 => address) public resolver;

    function setResolver(bytes32 node, address to) external {
        require(msg.sender == maker);
        resolver[node] = to;
    }
}

/// Answers addr(node) and name(node); for one node it sends the asker elsewhere (EIP-3668).
contract PracticeResolver {
    error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callback, bytes extraData);

    address private immutable maker = msg.sender;
    mapping(bytes32 => address) private addresses;
    mapping(bytes32 => string) private names;
    bytes32 public elsewhere;

    function set(bytes32 node, address to, string calldata name_) external {
        require(msg.sender == maker);
        addresses[node] = to;
        names[node] = name_;
    }

    function setElsewhere(bytes32 node) external {
        require(msg.sender == maker);
        elsewhere = node;
    }

    function addr(bytes32 node) external view returns (address) {
        if (node == elsewhere && node != 0) {
            revert OffchainLookup(address(this), new string[](0), "", bytes4(0), "");
        }
        return addresses[node];
    }

    function name(bytes32 node) external view returns (string memory) {
        return names[node];
    }
}
