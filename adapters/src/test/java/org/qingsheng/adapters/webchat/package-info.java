/** Tests of the web chat against a real server on loopback. */
@NullMarked
package org.qingsheng.adapters.webchat;

import org.jspecify.annotations.NullMarked;
