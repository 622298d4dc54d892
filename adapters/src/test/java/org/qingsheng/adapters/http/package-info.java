/** The other system on loopback, and what the plain HTTP channel does with it. */
@NullMarked
package org.qingsheng.adapters.http;

import org.jspecify.annotations.NullMarked;
